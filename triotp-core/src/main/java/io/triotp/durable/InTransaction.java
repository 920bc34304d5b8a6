package io.triotp.durable;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

import io.triotp.process.ExitException;
import io.triotp.process.ExitReason;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.durable");

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
	 * {@return what the handler has returned, when what it has offered is stored} If it
	 * has offered nothing, what it has done is undone.
	 * @param work runs the handler and offers what it has returned
	 * @param before the state that is stored, as another version; {@code null} if there
	 * is none
	 * @param notHandled called if the handler cannot run
	 * @throws ExitException if what was offered is not stored, or nobody knows
	 * @throws Exception what the handler throws: nothing is stored then
	 */
	<R extends @Nullable Object> R call(Gate<?> present, Self self, Callable<R> work,
			Callable<@Nullable StateChange> before, Runnable notHandled) throws Exception {
		this.offered = null;
		Handling<R> handling = new Handling<>(work);
		boolean done = false;
		try {
			boolean stored;
			try {
				stored = this.store.transact(() -> {
					handling.run();
					return (this.offered != null) ? this.offered.change() : null;
				});
			}
			catch (Throwable ex) {
				if (!handling.hasBegun()) {
					throw cannotBegin(present, self, notHandled, ex);
				}
				requireStoredAfterAll(present, self, before, ex);
				stored = true;
			}
			settle(stored);
			done = true;
			return handling.result();
		}
		finally {
			this.offered = null;
			present.endsTransaction(done);
		}
	}

	private void settle(boolean stored) {
		Attempt attempt = this.offered;
		if (attempt != null) {
			this.store.settle(attempt, stored);
			if (!stored) {
				throw ended(conflict(attempt.change()));
			}
		}
	}

	private Exception cannotBegin(Gate<?> present, Self self, Runnable notHandled, Throwable ex) {
		notHandled.run();
		present.fails();
		if (ex instanceof Error error) {
			throw error;
		}
		if (!self.alive()) {
			return new ExitException(ExitReason.killed());
		}
		return ended(this.store.cannotBegin(present.id(), ex));
	}

	/** Otherwise the server ends. */
	private void requireStoredAfterAll(Gate<?> present, Self self, Callable<@Nullable StateChange> before, Throwable ex)
			throws Exception {
		Attempt attempt = this.offered;
		if (attempt == null) {
			throw thrown(ex);
		}
		this.store.time()
			.report(() -> logger.error("The transaction of a handler of {} could not be committed", present.id(), ex));
		if (!self.alive()) {
			throw new ExitException(ExitReason.killed());
		}
		StateChange change = attempt.change();
		// What stores nothing has nothing in its way.
		StateChange back = (change.isFirst() && change.bytes() == null) ? null : before.call();
		switch (this.store.outcomeOf(change, back, self)) {
			case DONE -> {
			}
			case UNDONE -> throw ended(new NotCommitted.Undone(change.id(), this.store.name(), StoreHealth.text(ex)));
			case OVERTAKEN -> throw ended(conflict(change));
			case UNKNOWN -> throw ended(new NotCommitted.StoreFailed(change.id(), this.store.name(), Duration.ZERO,
					"nobody knows whether the transaction of a handler was committed: " + StoreHealth.text(ex)));
		}
	}

	private static NotCommitted conflict(StateChange change) {
		return new NotCommitted.Conflict(change.id(), change.expectedVersion());
	}

	private static ExitException ended(NotCommitted why) {
		return new ExitException(ExitReason.shutdown(why));
	}

	private static Exception thrown(Throwable ex) {
		if (ex instanceof Error error) {
			throw error;
		}
		return (ex instanceof Exception exception) ? exception : new IllegalStateException(ex);
	}

	/**
	 * What became of a transaction whose commit has failed.
	 */
	enum Outcome {

		/** It was committed. */
		DONE,

		/** It was not, and never will be. */
		UNDONE,

		/** Somebody else has stored something since, or instead. */
		OVERTAKEN,

		/** There is nothing that could tell. */
		UNKNOWN

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
