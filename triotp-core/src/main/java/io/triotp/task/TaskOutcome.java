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
 * slot, not a message in the mailbox of the owner, so a late result cannot linger there
 * (OTP K2).
 */
final class TaskOutcome<V extends @Nullable Object> {

	private final CompletableFuture<TaskResult<V>> result = new CompletableFuture<>();

	/** Written by the owner before it parks. */
	private volatile @Nullable Thread waiter;

	void complete(TaskResult<V> outcome) {
		// The second to come may still be the one that runs the action of whenDone.
		this.result.complete(outcome);
		LockSupport.unpark(this.waiter);
	}

	@Nullable TaskResult<V> get() {
		return this.result.isDone() ? this.result.join() : null;
	}

	/** Runs a short action when there is a result; at once if there is one already. */
	void whenDone(Runnable action) {
		var unused = this.result.thenRun(action);
	}

	/**
	 * Waits for the result.
	 * @return the result, or {@code null} if there was none in time
	 */
	@Nullable TaskResult<V> await(Deadline deadline) throws InterruptedException {
		await(List.of(this), this.result::isDone, deadline);
		return get();
	}

	/**
	 * Waits until a condition on the results of some tasks holds.
	 * @return whether it holds; false if the deadline passed first
	 */
	static boolean await(Collection<? extends TaskOutcome<?>> outcomes, BooleanSupplier condition, Deadline deadline)
			throws InterruptedException {
		Thread me = Thread.currentThread();
		for (TaskOutcome<?> each : outcomes) {
			each.waiter = me;
		}
		while (!condition.getAsBoolean()) {
			if (Thread.interrupted()) {
				throw new InterruptedException("interrupted while waiting for tasks");
			}
			if (deadline.isOver()) {
				return false;
			}
			deadline.park(outcomes);
		}
		return true;
	}

}
