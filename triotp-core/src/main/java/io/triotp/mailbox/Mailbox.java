package io.triotp.mailbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.triotp.time.Deadline;
import io.triotp.time.TimeSource;
import io.triotp.time.TimeText;
import io.triotp.time.TimedCondition;

/**
 * An unbounded queue of messages with an id. Any thread may send to it and receive from
 * it. Messages of one sender arrive in the order they were sent.
 */
public final class Mailbox implements AutoCloseable {

	private final Mailboxes owner;

	private final String id;

	private final TimeSource time;

	private final ReentrantLock lock = new ReentrantLock();

	private final TimedCondition changed = new TimedCondition(this.lock);

	/** Guarded by lock. */
	private final ArrayDeque<Object> messages = new ArrayDeque<>();

	/** Guarded by lock. */
	private boolean closed;

	Mailbox(Mailboxes owner, String id, TimeSource time) {
		this.owner = owner;
		this.id = id;
		this.time = time;
	}

	/**
	 * {@return the id that messages are sent to}
	 */
	public String id() {
		return this.id;
	}

	boolean put(Object message) {
		this.lock.lock();
		try {
			if (this.closed) {
				return false;
			}
			this.messages.addLast(message);
			this.changed.signal();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return the next message; waits until there is one}
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws MailboxDoesNotExistException if the mailbox has been closed
	 */
	public Object receive() throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (isEmpty()) {
				this.changed.await(Deadline.never(this.time));
			}
			return this.messages.removeFirst();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return the next message}
	 * @param timeout how long to wait for it; with 0 it must already be there
	 * @throws IllegalArgumentException if the timeout is negative
	 * @throws TimeoutException if no message arrived in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws MailboxDoesNotExistException if the mailbox has been closed
	 */
	public Object receive(Duration timeout) throws InterruptedException, TimeoutException {
		Deadline deadline = Deadline.after(timeout, this.time);
		this.lock.lockInterruptibly();
		try {
			while (isEmpty()) {
				if (deadline.isOver()) {
					throw new TimeoutException(
							"No message arrived in mailbox " + this.id + " within " + TimeText.of(timeout));
				}
				this.changed.await(deadline);
			}
			return this.messages.removeFirst();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return the next message, or the result of {@code onTimeout} if none arrived in
	 * time}
	 * @param timeout how long to wait for it; with 0 it must already be there
	 * @param onTimeout called if no message arrived in time, by the calling thread and
	 * without a lock
	 * @throws IllegalArgumentException if the timeout is negative
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws MailboxDoesNotExistException if the mailbox has been closed
	 */
	public Object receive(Duration timeout, Supplier<?> onTimeout) throws InterruptedException {
		Objects.requireNonNull(timeout, "timeout");
		Objects.requireNonNull(onTimeout, "onTimeout");
		try {
			return receive(timeout);
		}
		catch (TimeoutException ex) {
			return onTimeout.get();
		}
	}

	/** Called with the lock held. */
	private boolean isEmpty() {
		if (this.messages.isEmpty() && this.closed) {
			throw new MailboxDoesNotExistException(this.id);
		}
		return this.messages.isEmpty();
	}

	/**
	 * Closes the mailbox and discards its names and messages. Closing twice does nothing.
	 */
	@Override
	public void close() {
		this.owner.remove(this);
		this.lock.lock();
		try {
			this.closed = true;
			this.messages.clear();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
