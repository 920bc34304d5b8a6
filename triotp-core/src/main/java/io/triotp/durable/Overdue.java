package io.triotp.durable;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.ProcessBody;
import io.triotp.process.SpawnOptions;
import org.jspecify.annotations.Nullable;

/**
 * Ends servers whose changes are not stored for too long, by a process of its own: the
 * one that stores may hang in the store.
 */
final class Overdue implements ProcessBody {

	private static final int LOOKS = 8;

	private final BehaviourHost node;

	private final DurableStore store;

	private final Duration limit;

	/** Whether the process looks now and then. */
	private final AtomicBoolean looking = new AtomicBoolean();

	private final AtomicReference<@Nullable Pid> process = new AtomicReference<>();

	private volatile boolean closed;

	Overdue(BehaviourHost node, DurableStore store, Duration limit) {
		this.node = node;
		this.store = store;
		this.limit = limit;
	}

	/** Something is to be stored. */
	void attend() {
		if (this.looking.get() || !this.looking.compareAndSet(false, true)) {
			return;
		}
		wakeOr(() -> this.node.time().report(this::attendIfPossible));
	}

	/** Called when the process has ended, and where nothing may be thrown. */
	private void attendIfPossible() {
		if (this.store.hasUncertain() && this.looking.compareAndSet(false, true)) {
			wakeOr(() -> {
				// The node has been closed.
			});
		}
	}

	/** Who has been killed can start nobody in its place. */
	private void wakeOr(Runnable otherwise) {
		boolean done = false;
		try {
			wake();
			done = true;
		}
		catch (RuntimeException ex) {
			this.looking.set(false);
			done = true;
			otherwise.run();
		}
		finally {
			if (!done) {
				this.looking.set(false);
			}
		}
	}

	private void wake() {
		Pid present = this.process.get();
		if (present != null && present.isAlive()) {
			this.node.send(present, "look");
			return;
		}
		Pid made = this.node.spawn(SpawnOptions.defaults().label("overdue in store " + this.store.name()), this);
		this.process.set(made);
		this.node.onExit(made, (pid, reason) -> {
			this.looking.set(false);
			if (!this.closed) {
				this.node.time().report(this::attendIfPossible);
			}
		});
	}

	void close() {
		this.closed = true;
		Pid present = this.process.get();
		if (present != null) {
			this.node.stop(present, ExitReason.shutdown());
		}
	}

	@Override
	public void run(PlainProcess self) throws InterruptedException {
		Duration between = this.limit.dividedBy(LOOKS);
		while (true) {
			boolean some = this.store.endOverdue();
			if (some) {
				self.receive(between);
				continue;
			}
			this.looking.set(false);
			if (!this.store.hasUncertain() || !this.looking.compareAndSet(false, true)) {
				self.receive();
			}
		}
	}

}
