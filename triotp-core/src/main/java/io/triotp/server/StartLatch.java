package io.triotp.server;

import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

import io.triotp.process.Deadline;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * Where whoever starts a server waits for its {@code init}.
 */
final class StartLatch implements Waiting {

	private static final Object STARTED = new Object();

	private final Thread starter = Thread.currentThread();

	/** {@link #STARTED}, or the reason the process ended with; written by the process. */
	private volatile @Nullable Object outcome;

	/** Written before the outcome, read after it. */
	private boolean ignored;

	/** Written by the process before its {@code init}. */
	private volatile @Nullable Pid server;

	/** The process that is started begins with its {@code init}. */
	void begins(Pid process) {
		this.server = process;
	}

	@Override
	public Pid target() {
		return Objects.requireNonNull(this.server, "server");
	}

	@Override
	public boolean isOver() {
		return this.server == null || this.outcome != null;
	}

	void ignored() {
		this.ignored = true;
	}

	boolean hasIgnored() {
		return this.ignored;
	}

	void started() {
		complete(STARTED);
	}

	void exited(ExitReason reason) {
		if (this.outcome == null) {
			complete(reason);
		}
	}

	private void complete(Object result) {
		this.outcome = result;
		LockSupport.unpark(this.starter);
	}

	/**
	 * Wait, also when interrupted: the caller must know whether there is a process. The
	 * interrupt flag is kept.
	 * @return whether there is an outcome
	 */
	boolean await(Deadline deadline) {
		boolean interrupted = false;
		if (this.starter.isVirtual()) {
			Thread.yield();
		}
		while (this.outcome == null && !deadline.isOver()) {
			deadline.park(this);
			interrupted |= Thread.interrupted();
		}
		if (interrupted) {
			this.starter.interrupt();
		}
		return this.outcome != null;
	}

	/**
	 * {@return why there is no process, or {@code null} if there is one}
	 */
	@Nullable ExitReason failure() {
		return (this.outcome instanceof ExitReason reason) ? reason : null;
	}

}
