package io.triotp.durable;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

import io.triotp.process.ExitException;
import io.triotp.process.ExitReason;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * Runs the handlers of one server in transactions of its store. Used by its process.
 *
 * <p>
 * Maintainer's note. The transaction belongs to the thread, so a handler and what it has
 * returned are stored by the process itself, and not by that of the store. When the
 * commit fails nobody knows what became of it, and it cannot be tried again, for the
 * handler has done more than to return a state. So what was stored before is stored once
 * more, as another version: either that is in the way of the transaction, or it waits for
 * its end.
 */
final class InTransaction {

	private final DurableStore store;

	/** What the handler that runs has returned, {@code null} until it has. */
	private @Nullable Attempt offered;

	InTransaction(DurableStore store) {
		this.store = store;
	}

	/** A handler has returned, and this is to be stored. */
	void offers(@Nullable Attempt attempt) {
		this.offered = attempt;
	}

	/**
	 * {@return what the handler has returned, when it is stored}
	 * @param work runs the handler and offers what it has returned
	 * @param before the state that is stored, as another version; {@code null} if there
	 * is none
	 * @throws ExitException if it is in conflict, or nobody knows whether it is stored
	 * @throws Exception what the handler throws, or the transaction as it ends: nothing
	 * is stored then
	 */
	<R extends @Nullable Object> R call(Gate<?> present, Self self, Callable<R> work,
			Callable<@Nullable StateChange> before) throws Exception {
		this.offered = null;
		Handling<R> handling = new Handling<>(work);
		try {
			boolean stored;
			try {
				stored = this.store.transact(() -> {
					handling.run();
					return (this.offered != null) ? this.offered.change() : null;
				});
			}
			catch (Throwable ex) {
				stored = isStoredAfterAll(present, self, handling, before, ex);
			}
			settle(stored);
			return handling.result();
		}
		finally {
			Attempt left = this.offered;
			this.offered = null;
			if (left != null) {
				present.undone(left.turn());
			}
		}
	}

	private void settle(boolean stored) {
		Attempt attempt = this.offered;
		if (attempt == null) {
			return;
		}
		this.offered = null;
		this.store.settle(attempt, stored);
		if (!stored) {
			throw new ExitException(ExitReason
				.shutdown(new NotCommitted.Conflict(attempt.change().id(), attempt.change().expectedVersion())));
		}
	}

	/** Throws what it was given if nothing is stored. */
	private boolean isStoredAfterAll(Gate<?> present, Self self, Handling<?> handling,
			Callable<@Nullable StateChange> before, Throwable ex) throws Exception {
		Attempt attempt = this.offered;
		if (attempt != null && self.alive() && this.store.isStoredAfter(attempt.change(), before.call(), self)) {
			return true;
		}
		if (!handling.hasBegun()) {
			present.fails();
			throw new ExitException(ExitReason.shutdown(this.store.cannotBegin(present.id(), ex)));
		}
		throw thrown(ex);
	}

	private static Exception thrown(Throwable ex) {
		if (ex instanceof Error error) {
			throw error;
		}
		return (ex instanceof Exception exception) ? exception : new IllegalStateException(ex);
	}

	/**
	 * One handler.
	 *
	 * @param <R> what it returns
	 */
	private static final class Handling<R extends @Nullable Object> {

		private final Callable<R> work;

		private boolean begun;

		/** What it has returned, alone. */
		private List<R> returned = List.of();

		Handling(Callable<R> work) {
			this.work = work;
		}

		/** A store that runs it twice would have it done twice. */
		void run() throws Exception {
			if (this.begun) {
				throw new IllegalStateException("a handler runs in one transaction and not in several");
			}
			this.begun = true;
			this.returned = Collections.singletonList(this.work.call());
		}

		boolean hasBegun() {
			return this.begun;
		}

		R result() {
			return this.returned.get(0);
		}

	}

}
