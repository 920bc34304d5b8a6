package io.triotp.supervisor;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitException;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.time.Deadline;

/**
 * Lets the process of a supervisor wait for the end of other processes, one or a million,
 * whatever they do to their links.
 */
final class ExitCountdown implements BiConsumer<Pid, ExitReason> {

	private final Self self;

	private final Thread waiter = Thread.currentThread();

	private final AtomicInteger running = new AtomicInteger();

	ExitCountdown(Self self) {
		this.self = self;
	}

	void add(BehaviourHost node, Pid pid) {
		this.running.incrementAndGet();
		node.onExit(pid, this);
	}

	/** Called in the exit sequence of each process. */
	@Override
	public void accept(Pid pid, ExitReason reason) {
		if (this.running.decrementAndGet() == 0) {
			LockSupport.unpark(this.waiter);
		}
	}

	/**
	 * Waits until all have ended.
	 * @return false if the deadline passed first
	 */
	boolean await(Deadline deadline) {
		while (this.running.get() > 0) {
			if (deadline.isOver()) {
				return false;
			}
			deadline.park(this);
			// Only a kill interrupts a supervisor.
			if (Thread.interrupted() && !this.self.alive()) {
				throw new ExitException(ExitReason.killed());
			}
		}
		return true;
	}

}
