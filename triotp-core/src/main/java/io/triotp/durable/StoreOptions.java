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
 */
public record StoreOptions(int batch, int window, Duration commitTimeout) {

	private static final StoreOptions DEFAULTS = new StoreOptions(256, 64, Duration.ofSeconds(3));

	public StoreOptions {
		Objects.requireNonNull(commitTimeout, "commitTimeout");
		requirePositive("batch", batch);
		requirePositive("window", window);
		if (commitTimeout.isNegative() || commitTimeout.isZero()) {
			throw new IllegalArgumentException(
					"commit-timeout must be more than 0, but is " + TimeText.of(commitTimeout));
		}
	}

	private static void requirePositive(String what, int value) {
		if (value < 1) {
			throw new IllegalArgumentException(what + " must be 1 or more, but is " + value);
		}
	}

	/**
	 * {@return 256 servers in a transaction, 64 changes of a server, 3 seconds}
	 */
	public static StoreOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * {@return a copy with another size of batches}
	 * @param batch how many servers are stored in one transaction at most
	 */
	public StoreOptions batch(int batch) {
		return new StoreOptions(batch, this.window, this.commitTimeout);
	}

	/**
	 * {@return a copy with another window}
	 * @param window how many changes of one server may wait to be stored
	 */
	public StoreOptions window(int window) {
		return new StoreOptions(this.batch, window, this.commitTimeout);
	}

	/**
	 * {@return a copy with another time}
	 * @param commitTimeout how long a change may take
	 */
	public StoreOptions commitTimeout(Duration commitTimeout) {
		return new StoreOptions(this.batch, this.window, commitTimeout);
	}

}
