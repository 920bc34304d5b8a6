package io.triotp.durable;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.triotp.process.ReportName;
import io.triotp.process.SafeText;
import io.triotp.time.TimeSource;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a store serves, as those who ask it find out.
 */
final class StoreHealth {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.durable");

	private static final int LONGEST_ERROR = 500;

	private final String name;

	private final TimeSource time;

	private final AtomicReference<@Nullable Failing> failing = new AtomicReference<>();

	StoreHealth(String name, TimeSource time) {
		this.name = name;
		this.time = time;
	}

	/** It has served. */
	void serves() {
		Failing before = this.failing.get();
		if (before != null && this.failing.compareAndSet(before, null)) {
			logger.info("Store '{}' serves again, after {}", this.name,
					TimeText.of(Duration.ofNanos(this.time.nanoTime() - before.since())));
		}
	}

	/** It has not. */
	void fails(Throwable error) {
		String text = text(error);
		Failing before = this.failing.get();
		long since = (before != null) ? before.since() : this.time.nanoTime();
		boolean first = this.failing.compareAndSet(before, new Failing(since, text)) && before == null;
		if (first) {
			logger.warn("Store '{}' does not serve: {}. It is tried again; the calls of durable servers wait, and "
					+ "fail if that takes too long. Nothing that was answered is lost", this.name, text, error);
		}
	}

	static String text(Throwable error) {
		String text = ReportName.of(error) + ": " + error.getMessage();
		return SafeText.of((text.length() <= LONGEST_ERROR) ? text : text.substring(0, LONGEST_ERROR) + "…");
	}

	/**
	 * {@return what it said last, if it does not serve}
	 */
	@Nullable String error() {
		Failing present = this.failing.get();
		return (present != null) ? present.error() : null;
	}

	/**
	 * {@return for how long it has not served, 0 if it does}
	 */
	Duration failingFor() {
		Failing present = this.failing.get();
		return (present != null) ? Duration.ofNanos(this.time.nanoTime() - present.since()) : Duration.ZERO;
	}

	/** Since when, in nanoseconds of the clock, and why. */
	private record Failing(long since, String error) {
	}

}
