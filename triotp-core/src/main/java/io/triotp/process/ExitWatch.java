package io.triotp.process;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of one process on the thread that created it, whatever the process
 * does to its links (OTP V12).
 */
public final class ExitWatch implements AutoCloseable {

	private final Pid target;

	private final Thread waiter = Thread.currentThread();

	private final Runnable stop;

	/** Written by the exit sequence of the target. */
	private volatile @Nullable ExitReason reason;

	/**
	 * Starts watching.
	 * @param target the process
	 * @param start registers a callback for the end of the process, called at once if it
	 * has ended; returns what unregisters it
	 */
	ExitWatch(Pid target, Function<Consumer<ExitReason>, Runnable> start) {
		this.target = target;
		this.stop = start.apply((exit) -> {
			this.reason = exit;
			LockSupport.unpark(this.waiter);
		});
	}

	/**
	 * Waits for the end of the process. An exit signal or an interrupt of the caller ends
	 * the wait early.
	 * @param deadline when to stop waiting
	 * @return the exit reason, or empty if the process has not ended by then
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	public Optional<ExitReason> await(Deadline deadline) throws InterruptedException {
		Objects.requireNonNull(deadline, "deadline");
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
		this.stop.run();
	}

}
