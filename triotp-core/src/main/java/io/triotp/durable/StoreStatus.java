package io.triotp.durable;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How a store is.
 *
 * @param name its name
 * @param failingFor for how long it has not served, as those who have asked it know; 0 if
 * it serves
 * @param error what it said last if it does not serve
 * @param servers how many servers have their state in it and run
 * @param waiting how many of them have changes that are not stored yet
 * @param counts what has happened in it
 */
public record StoreStatus(String name, Duration failingFor, @Nullable String error, int servers, long waiting,
		StoreCounts counts) {

	public StoreStatus {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(failingFor, "failingFor");
		Objects.requireNonNull(counts, "counts");
	}

	/**
	 * {@return whether it serves, as far as those know who have asked it}
	 */
	public boolean serves() {
		return this.error == null;
	}

}
