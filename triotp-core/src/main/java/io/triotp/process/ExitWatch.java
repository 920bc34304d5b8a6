package io.triotp.process;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Waits, in the thread that created it, for the end of one process, whatever the process
 * does to its links (OTP V12).
 */
public final class ExitWatch implements AutoCloseable {

	private final ProcessCell target;

	private final Bonds bonds;

	private final Thread waiter;

	private final @Nullable MonitorRef monitor;

	/** Written by the exit sequence of the target. */
	private volatile @Nullable ExitReason reason;

	ExitWatch(ProcessCell target, Bonds bonds) {
		this.target = target;
		this.bonds = bonds;
		this.waiter = Thread.currentThread();
		this.monitor = bonds.watch(target, (pid, exit) -> {
			this.reason = exit;
			LockSupport.unpark(this.waiter);
		});
		if (this.monitor == null) {
			this.reason = target.exitReason();
		}
	}

	/**
	 * Wait for the end of the process. The caller's own exit signal or interrupt ends the
	 * waiting early.
	 * @param deadline until when to wait
	 * @return the exit reason, or nothing if the process has not ended by then
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	public Optional<ExitReason> await(Deadline deadline) throws InterruptedException {
		while (this.reason == null && !deadline.isOver()) {
			deadline.park(this);
			if (Thread.interrupted()) {
				throw new InterruptedException("interrupted while waiting for the end of " + this.target);
			}
		}
		return Optional.ofNullable(this.reason);
	}

	@Override
	public void close() {
		if (this.monitor != null) {
			this.bonds.demonitor(this.monitor);
		}
	}

}
