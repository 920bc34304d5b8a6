package io.triotp.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The least a server needs: a mailbox of many producers and one consumer, and a word that
 * says whether somebody drains it. No supervision, no names, no timeouts, no errors.
 * Whose thread drains it is up to the subclasses.
 */
abstract class BareServer implements World.Server, Runnable {

	static final int IDLE = 0;

	static final int AWAKE = 1;

	/** Messages handled before others get the carrier. */
	static final int BATCH = 256;

	private static final VarHandle TAIL;

	private static final VarHandle STATE;

	static {
		try {
			TAIL = MethodHandles.lookup().findVarHandle(BareServer.class, "tail", Node.class);
			STATE = MethodHandles.lookup().findVarHandle(BareServer.class, "state", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private Node head = new Node(null);

	private volatile Node tail = this.head;

	private volatile int state;

	private final Tally casts;

	BareServer(Tally casts) {
		this.casts = casts;
	}

	/** Somebody has sent a message to an idle server. */
	abstract void wake();

	/** End it, if it holds on to anything. */
	abstract void stop();

	// the mailbox

	final void send(Object message) {
		Node node = new Node(message);
		Node before = (Node) TAIL.getAndSet(this, node);
		before.next = node;
		if (this.state == IDLE && become(IDLE, AWAKE)) {
			wake();
		}
	}

	final boolean become(int from, int to) {
		return STATE.compareAndSet(this, from, to);
	}

	final boolean isIdle() {
		return this.state == IDLE;
	}

	final boolean isEmpty() {
		return this.head == this.tail;
	}

	/** Handle messages until there is none; then fall asleep unless one has come. */
	final void drain() {
		int handled = 0;
		do {
			Node next;
			while ((next = this.head.next) != null) {
				this.head = next;
				handle(next.take());
				if (++handled % BATCH == 0) {
					Thread.yield();
				}
			}
			this.state = IDLE;
		}
		while (!isEmpty() && become(IDLE, AWAKE));
	}

	private void handle(@Nullable Object message) {
		if (message instanceof Question question) {
			question.answer(question.work());
		}
		else {
			this.casts.hit();
		}
	}

	// the clients

	@Override
	public final void cast() {
		send("tick");
	}

	@Override
	public final Object call() {
		return ask(new Question());
	}

	@Override
	public final Object callSleeping() {
		return ask(new Question() {
			@Override
			Object work() {
				return Sleep.aMillisecond();
			}
		});
	}

	@Override
	public final void relay(World.Server other, int calls) {
		ask(new Question() {
			@Override
			Object work() {
				for (int i = 0; i < calls; i++) {
					other.call();
				}
				return "relayed";
			}
		});
	}

	private Object ask(Question question) {
		send(question);
		return question.await();
	}

	private static final class Node {

		private @Nullable Object message;

		volatile @Nullable Node next;

		Node(@Nullable Object message) {
			this.message = message;
		}

		@Nullable Object take() {
			Object taken = this.message;
			this.message = null;
			return taken;
		}

	}

	private static class Question {

		private static final int YIELDS = 2;

		private volatile @Nullable Object answer;

		private volatile @Nullable Thread waiter;

		Object work() {
			return "pong";
		}

		final void answer(Object value) {
			this.answer = value;
			Thread parked = this.waiter;
			if (parked != null) {
				LockSupport.unpark(parked);
			}
		}

		final Object await() {
			Object value;
			for (int i = 0; i < YIELDS; i++) {
				value = this.answer;
				if (value != null) {
					return value;
				}
				Thread.yield();
			}
			this.waiter = Thread.currentThread();
			while ((value = this.answer) == null) {
				LockSupport.park(this);
			}
			return value;
		}

	}

}
