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

	/** Used by the thread that drains the mailbox only. */
	private boolean slow;

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
		do {
			do {
				handleAll();
			}
			while (lingers());
			this.state = IDLE;
		}
		while (!isEmpty() && become(IDLE, AWAKE));
	}

	private void handleAll() {
		int handled = 0;
		Node next;
		while ((next = this.head.next) != null) {
			this.head = next;
			handle(next.take());
			if (++handled % BATCH == 0) {
				Thread.yield();
			}
		}
	}

	/**
	 * {@return whether a message has come while the server stayed awake for a moment} It
	 * does not unless a subclass says so.
	 */
	boolean lingers() {
		return false;
	}

	/**
	 * {@return whether the last message took long}
	 */
	final boolean isSlow() {
		return this.slow;
	}

	private void handle(@Nullable Object message) {
		if (message instanceof Question question) {
			this.slow = question.isSlow();
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

			@Override
			boolean isSlow() {
				return true;
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

	/**
	 * A call. Its caller stays awake for a moment before it parks, as ours do (ADR 7),
	 * unless the answer takes long: a floor that lacks our tricks would be none.
	 */
	private static class Question {

		/** By a virtual thread, before it parks. */
		private static final int YIELDS = 8;

		/** By a platform thread, before it parks. */
		private static final int LOOKS = (Runtime.getRuntime().availableProcessors() > 1) ? 400 : 0;

		private volatile @Nullable Object answer;

		private volatile @Nullable Thread waiter;

		Object work() {
			return "pong";
		}

		boolean isSlow() {
			return false;
		}

		final void answer(Object value) {
			this.answer = value;
			Thread parked = this.waiter;
			if (parked != null) {
				LockSupport.unpark(parked);
			}
		}

		final Object await() {
			if (!isSlow()) {
				stayAwake(Thread.currentThread().isVirtual());
			}
			Object value = this.answer;
			if (value == null) {
				this.waiter = Thread.currentThread();
				while ((value = this.answer) == null) {
					LockSupport.park(this);
				}
			}
			return value;
		}

		private void stayAwake(boolean virtual) {
			int times = virtual ? YIELDS : LOOKS;
			for (int i = 0; i < times && this.answer == null; i++) {
				if (virtual) {
					Thread.yield();
				}
				else {
					Thread.onSpinWait();
				}
			}
		}

	}

}
