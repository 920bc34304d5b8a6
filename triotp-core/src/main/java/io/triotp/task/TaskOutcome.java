package io.triotp.task;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of a task and its end race to be the result; the first wins. It is a
 * slot and no message in the mailbox of the owner, so a late result has nowhere to lie
 * around (OTP K2).
 */
final class TaskOutcome<V extends @Nullable Object> {

	private final CompletableFuture<TaskResult<V>> result = new CompletableFuture<>();

	/** Written by the owner before it parks. */
	private volatile @Nullable Thread waiter;

	void complete(TaskResult<V> outcome) {
		// Also who comes second may be the one to run what whenDone was given.
		this.result.complete(outcome);
		LockSupport.unpark(this.waiter);
	}

	@Nullable TaskResult<V> get() {
		return this.result.isDone() ? this.result.join() : null;
	}

	/** Have something short done when there is a result; at once if there is one. */
	void whenDone(Runnable action) {
		var unused = this.result.thenRun(action);
	}

	/**
	 * Wait for the result.
	 * @return the result, or {@code null} if there was none in time
	 */
	@Nullable TaskResult<V> await(Deadline deadline) throws InterruptedException {
		await(List.of(this), this.result::isDone, deadline);
		return get();
	}

	/**
	 * Wait until a condition holds that the results of some tasks make true.
	 * @return whether it holds; false if the time was over first
	 */
	static boolean await(Collection<? extends TaskOutcome<?>> outcomes, BooleanSupplier condition, Deadline deadline)
			throws InterruptedException {
		Thread me = Thread.currentThread();
		for (TaskOutcome<?> each : outcomes) {
			each.waiter = me;
		}
		while (!condition.getAsBoolean()) {
			if (deadline.isOver()) {
				return false;
			}
			deadline.park(outcomes);
			if (Thread.interrupted()) {
				throw new InterruptedException("interrupted while waiting for tasks");
			}
		}
		return true;
	}

}
