package io.triotp.durable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Pid;
import io.triotp.process.ReportName;
import io.triotp.process.SafeText;
import io.triotp.process.Self;
import io.triotp.process.Stamp;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a store serves, as those who ask it find out. It counts as down when it has not
 * served for as long as a change may take, and that is told.
 */
final class StoreHealth {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.durable");

	private static final int LONGEST_ERROR = 500;

	private final BehaviourHost node;

	private final String name;

	private final Duration limit;

	/** Looks after it until it serves, since nobody else may ask it. */
	private final Runnable whenFailing;

	private final AtomicReference<@Nullable Failing> failing = new AtomicReference<>();

	StoreHealth(BehaviourHost node, String name, Duration limit, Runnable whenFailing) {
		this.node = node;
		this.name = name;
		this.limit = limit;
		this.whenFailing = whenFailing;
	}

	/**
	 * {@return the place that stands for the store}
	 * @param name the name of the store
	 */
	static String path(String name) {
		return "store " + name;
	}

	/** Something was read, which says nothing about whether anything can be stored. */
	void reads() {
		Failing before = this.failing.get();
		if (before != null && !before.toStore()) {
			serves(before);
		}
	}

	/** A transaction was committed. */
	void stores() {
		Failing before = this.failing.get();
		if (before != null) {
			serves(before);
		}
	}

	private void serves(Failing before) {
		if (!this.failing.compareAndSet(before, null)) {
			return;
		}
		Duration after = since(before);
		say(() -> logger.info("Store '{}' serves again, after {}", this.name, TimeText.of(after)));
		if (before.down()) {
			Pid finder = Self.current().pid();
			tell((stamp) -> new StoreEvent.Up(stamp, finder, this.name, after));
		}
	}

	/** A transaction has failed. */
	void failsToStore(Throwable error) {
		fails(error, true);
	}

	/** It could not be read. */
	void failsToRead(Throwable error) {
		fails(error, false);
	}

	private void fails(Throwable error, boolean toStore) {
		String text = text(error);
		while (true) {
			Failing before = this.failing.get();
			long since = (before != null) ? before.since() : now();
			boolean down = now() - since >= TimeUnit.NANOSECONDS.convert(this.limit);
			Failing next = new Failing(since, text, down, toStore || (before != null && before.toStore()));
			if (this.failing.compareAndSet(before, next)) {
				tellOf(before, next, error);
				return;
			}
		}
	}

	private void tellOf(@Nullable Failing before, Failing next, Throwable error) {
		if (before == null) {
			this.whenFailing.run();
			say(() -> logger.warn(
					"Store '{}' does not serve: {}. It is tried again; the calls of durable servers wait, "
							+ "and fail if that takes too long. Nothing that was answered is lost",
					this.name, next.error(), (error instanceof TimeoutException) ? null : error));
		}
		if (next.down() && (before == null || !before.down())) {
			Duration failingFor = since(next);
			Pid finder = Self.current().pid();
			tell((stamp) -> new StoreEvent.Down(stamp, finder, this.name, failingFor, next.error()));
		}
	}

	/** By others: an appender may take its time, or throw. */
	private void say(Runnable line) {
		this.node.time().report(line);
	}

	/** By others: there may be listeners, which take their time. */
	private void tell(Function<Stamp, StoreEvent> event) {
		this.node.time().report(() -> this.node.events().publish(path(this.name), event));
	}

	private Duration since(Failing failing) {
		return Duration.ofNanos(now() - failing.since());
	}

	private long now() {
		return this.node.time().nanoTime();
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
		return (present != null) ? since(present) : Duration.ZERO;
	}

	boolean isFailing() {
		return this.failing.get() != null;
	}

	/**
	 * {@return whether a transaction has failed, and none was committed since}
	 */
	boolean isFailingToStore() {
		Failing present = this.failing.get();
		return present != null && present.toStore();
	}

	/**
	 * Since when, in nanoseconds of the clock, what it said last, whether that counts as
	 * down, and whether a transaction has failed.
	 */
	private record Failing(long since, String error, boolean down, boolean toStore) {
	}

}
