package io.triotp.durable;

import java.time.Duration;
import java.util.Objects;

import io.triotp.time.TimeText;

/**
 * Why a durable server ends when what it returned could not be stored: the detail of its
 * exit reason, which is a {@code shutdown}, since its next process goes on from what is
 * stored. Nobody has seen an answer or a message that rested on what was lost.
 */
public sealed interface NotCommitted {

	/**
	 * Somebody else has changed what is stored: another process, of this node or another
	 * one, acts for the same key.
	 *
	 * @param id whose state it is
	 * @param version the version that was stored last as far as the server knew
	 */
	record Conflict(StateId id, long version) implements NotCommitted {

		public Conflict {
			Objects.requireNonNull(id, "id");
		}

		@Override
		public String toString() {
			return "conflict: the stored state of " + this.id + " is no longer version " + this.version
					+ ", which this process had read or written. Another process has changed it, so this one ends";
		}

	}

	/**
	 * The store could not be reached, or did not store it, for too long.
	 *
	 * @param id whose state it is
	 * @param store the name of the store
	 * @param waited how long it was tried
	 * @param error what the store said last, for people
	 */
	record StoreFailed(StateId id, String store, Duration waited, String error) implements NotCommitted {

		public StoreFailed {
			Objects.requireNonNull(id, "id");
			Objects.requireNonNull(store, "store");
			Objects.requireNonNull(waited, "waited");
			Objects.requireNonNull(error, "error");
		}

		@Override
		public String toString() {
			return "store-failed: store '" + this.store + "' has not served " + this.id + " for "
					+ TimeText.of(this.waited) + ": " + this.error;
		}

	}

	/**
	 * The transaction that a handler ran in could not be committed, and it is certain
	 * that nothing of it is done; only for {@link Durability.Mode#TRANSACTION}.
	 *
	 * @param id whose state it is
	 * @param store the name of the store
	 * @param error what the transaction has ended with, for people
	 */
	record Undone(StateId id, String store, String error) implements NotCommitted {

		public Undone {
			Objects.requireNonNull(id, "id");
			Objects.requireNonNull(store, "store");
			Objects.requireNonNull(error, "error");
		}

		@Override
		public String toString() {
			return "undone: the transaction of a handler of " + this.id + " in store '" + this.store
					+ "' could not be committed, and nothing was done: " + this.error;
		}

	}

}
