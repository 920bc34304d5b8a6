package io.triotp.durable;

import java.time.Duration;
import java.util.Objects;

import io.triotp.time.TimeText;

/**
 * How a store is used.
 *
 * @param batch how many servers are stored in one transaction at most
 * @param window how many changes of one server may wait to be stored; then its next
 * message waits
 * @param commitTimeout how long a change, or what is read at a start, may take before the
 * server ends; less than the time that callers wait, so that they are told why
 * @param rememberRequests for how long a {@link Repeatable} request is remembered
 */
public record StoreOptions(int batch, int window, Duration commitTimeout, Duration rememberRequests) {

	private static final StoreOptions DEFAULTS = new StoreOptions(256, 64, Duration.ofSeconds(3), Duration.ofDays(1));

	public StoreOptions {
		Objects.requireNonNull(commitTimeout, "commitTimeout");
		Objects.requireNonNull(rememberRequests, "rememberRequests");
		requirePositive("batch", batch);
		requirePositive("window", window);
		requirePositive("commit-timeout", commitTimeout);
		requirePositive("remember-requests", rememberRequests);
	}

	private static void requirePositive(String what, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException(what + " must be more than 0, but is " + TimeText.of(value));
		}
	}

	private static void requirePositive(String what, int value) {
		if (value < 1) {
			throw new IllegalArgumentException(what + " must be 1 or more, but is " + value);
		}
	}

	/**
	 * {@return 256 servers in a transaction, 64 changes of a server, 3 seconds for a
	 * change, requests remembered for a day}
	 */
	public static StoreOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * {@return a copy with another size of batches}
	 * @param batch how many servers are stored in one transaction at most
	 */
	public StoreOptions batch(int batch) {
		return new StoreOptions(batch, this.window, this.commitTimeout, this.rememberRequests);
	}

	/**
	 * {@return a copy with another window}
	 * @param window how many changes of one server may wait to be stored
	 */
	public StoreOptions window(int window) {
		return new StoreOptions(this.batch, window, this.commitTimeout, this.rememberRequests);
	}

	/**
	 * {@return a copy with another time}
	 * @param commitTimeout how long a change may take
	 */
	public StoreOptions commitTimeout(Duration commitTimeout) {
		return new StoreOptions(this.batch, this.window, commitTimeout, this.rememberRequests);
	}

	/**
	 * {@return a copy that remembers requests for another time}
	 * @param rememberRequests for how long
	 */
	public StoreOptions rememberRequests(Duration rememberRequests) {
		return new StoreOptions(this.batch, this.window, this.commitTimeout, rememberRequests);
	}

}
