package io.triotp.process;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.triotp.time.TimeSource;
import io.triotp.time.TimeText;

/**
 * Options of a node.
 *
 * @param name the name of the node, for logs
 * @param callTimeout how long a call waits for its reply unless it states a timeout
 * @param startTimeout how long {@code init} may take, and other code of a user that a
 * start calls, unless the child specification states a timeout
 * @param highWaterMark how many messages may wait in a mailbox before that is logged,
 * counted and reported to listeners; 0 for never
 * @param wedgedAfter how long a process may work on one message, or in its {@code init}
 * or {@code terminate}, before that is logged, counted and reported to listeners; 0 for
 * ever
 * @param spareCarriers how many carriers the node may lend to the virtual threads of the
 * JVM at most while code that never returns holds all there are; 0 for none. Needs Java
 * 24 or newer
 * @param abandonedCalls what servers do with calls whose callers have given up
 * @param history how many entries the history of the node keeps; 0 for none
 * @param observers who sees the messages of the node on their way, in this order; none by
 * default
 * @param time the clock; closed with the node
 * @param threads where its threads come from
 */
public record NodeOptions(String name, Duration callTimeout, Duration startTimeout, int highWaterMark,
		Duration wedgedAfter, int spareCarriers, AbandonedCalls abandonedCalls, int history,
		List<MessageObserver> observers, TimeSource time, ThreadSource threads) {

	/** {@value} */
	public static final String DEFAULT_NAME = "node";

	/** 5 seconds, as in OTP (G1). */
	public static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * 10 seconds. OTP waits forever (S3); a server that needs longer does the rest in
	 * {@code handleContinue}.
	 */
	public static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(10);

	/** {@value} messages. OTP has no such mark. */
	public static final int DEFAULT_HIGH_WATER_MARK = 10_000;

	/** 30 seconds. OTP watches no handlers. */
	public static final Duration DEFAULT_WEDGED_AFTER = Duration.ofSeconds(30);

	/** {@value}. OTP needs none: its schedulers interrupt code that computes for long. */
	public static final int DEFAULT_SPARE_CARRIERS = 16;

	/** {@value} entries. */
	public static final int DEFAULT_HISTORY = 2_000;

	private static final int LONGEST_HISTORY = 1_000_000;

	/** A parallelism of more is refused by the JVM. */
	private static final int MOST_SPARE_CARRIERS = 10_000;

	public NodeOptions {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(callTimeout, "callTimeout");
		Objects.requireNonNull(startTimeout, "startTimeout");
		requirePositive("call timeout", callTimeout);
		requirePositive("start timeout", startTimeout);
		if (highWaterMark < 0) {
			throw new IllegalArgumentException("The high-water mark must be 0 or more, but is " + highWaterMark);
		}
		if (Objects.requireNonNull(wedgedAfter, "wedgedAfter").isNegative()) {
			throw new IllegalArgumentException(
					"The time after which a handler is wedged must be 0 or more, but is " + TimeText.of(wedgedAfter));
		}
		if (spareCarriers < 0 || spareCarriers > MOST_SPARE_CARRIERS) {
			throw new IllegalArgumentException(
					"The spare carriers must be between 0 and " + MOST_SPARE_CARRIERS + ", but are " + spareCarriers);
		}
		Objects.requireNonNull(abandonedCalls, "abandonedCalls");
		if (history < 0 || history > LONGEST_HISTORY) {
			throw new IllegalArgumentException(
					"The history must keep between 0 and " + LONGEST_HISTORY + " entries, but is to keep " + history);
		}
		observers = List.copyOf(Objects.requireNonNull(observers, "observers"));
		Objects.requireNonNull(time, "time");
		Objects.requireNonNull(threads, "threads");
	}

	private static void requirePositive(String what, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException("The " + what + " must be more than 0, but is " + TimeText.of(value));
		}
	}

	/**
	 * {@return the default options, with a new clock on the time of the machine}
	 */
	public static NodeOptions defaults() {
		return new NodeOptions(DEFAULT_NAME, DEFAULT_CALL_TIMEOUT, DEFAULT_START_TIMEOUT, DEFAULT_HIGH_WATER_MARK,
				DEFAULT_WEDGED_AFTER, DEFAULT_SPARE_CARRIERS, AbandonedCalls.SKIP, DEFAULT_HISTORY, List.of(),
				TimeSource.system(), ThreadSource.system());
	}

	/**
	 * {@return these options with another name}
	 * @param name the name
	 */
	public NodeOptions name(String name) {
		return new NodeOptions(name, this.callTimeout, this.startTimeout, this.highWaterMark, this.wedgedAfter,
				this.spareCarriers, this.abandonedCalls, this.history, this.observers, this.time, this.threads);
	}

	/**
	 * {@return these options with another call timeout}
	 * @param callTimeout more than 0
	 */
	public NodeOptions callTimeout(Duration callTimeout) {
		return new NodeOptions(this.name, callTimeout, this.startTimeout, this.highWaterMark, this.wedgedAfter,
				this.spareCarriers, this.abandonedCalls, this.history, this.observers, this.time, this.threads);
	}

	/**
	 * {@return these options with another start timeout}
	 * @param startTimeout more than 0
	 */
	public NodeOptions startTimeout(Duration startTimeout) {
		return new NodeOptions(this.name, this.callTimeout, startTimeout, this.highWaterMark, this.wedgedAfter,
				this.spareCarriers, this.abandonedCalls, this.history, this.observers, this.time, this.threads);
	}

	/**
	 * {@return these options with another high-water mark}
	 * @param highWaterMark how many messages may wait in a mailbox before that is
	 * reported; 0 for never
	 */
	public NodeOptions highWaterMark(int highWaterMark) {
		return new NodeOptions(this.name, this.callTimeout, this.startTimeout, highWaterMark, this.wedgedAfter,
				this.spareCarriers, this.abandonedCalls, this.history, this.observers, this.time, this.threads);
	}

	/**
	 * {@return these options with another time after which a handler is wedged}
	 * @param wedgedAfter how long a process may work on one message before that is
	 * reported; 0 for ever
	 */
	public NodeOptions wedgedAfter(Duration wedgedAfter) {
		return new NodeOptions(this.name, this.callTimeout, this.startTimeout, this.highWaterMark, wedgedAfter,
				this.spareCarriers, this.abandonedCalls, this.history, this.observers, this.time, this.threads);
	}

	/**
	 * {@return these options with another number of spare carriers}
	 * @param spareCarriers how many the node may lend at most; 0 for none
	 */
	public NodeOptions spareCarriers(int spareCarriers) {
		return new NodeOptions(this.name, this.callTimeout, this.startTimeout, this.highWaterMark, this.wedgedAfter,
				spareCarriers, this.abandonedCalls, this.history, this.observers, this.time, this.threads);
	}

	/**
	 * {@return these options with another rule for calls whose callers have given up}
	 * @param abandonedCalls skip, by default, or handle
	 */
	public NodeOptions abandonedCalls(AbandonedCalls abandonedCalls) {
		return new NodeOptions(this.name, this.callTimeout, this.startTimeout, this.highWaterMark, this.wedgedAfter,
				this.spareCarriers, abandonedCalls, this.history, this.observers, this.time, this.threads);
	}

	/**
	 * {@return these options with another length of the history}
	 * @param history how many entries it keeps; 0 for none
	 */
	public NodeOptions history(int history) {
		return new NodeOptions(this.name, this.callTimeout, this.startTimeout, this.highWaterMark, this.wedgedAfter,
				this.spareCarriers, this.abandonedCalls, history, this.observers, this.time, this.threads);
	}

	/**
	 * {@return these options with other observers}
	 * @param observers who sees the messages of the node on their way, in this order
	 */
	public NodeOptions observers(List<MessageObserver> observers) {
		return new NodeOptions(this.name, this.callTimeout, this.startTimeout, this.highWaterMark, this.wedgedAfter,
				this.spareCarriers, this.abandonedCalls, this.history, observers, this.time, this.threads);
	}

	/**
	 * {@return these options with another clock}
	 * @param time the clock
	 */
	public NodeOptions time(TimeSource time) {
		return new NodeOptions(this.name, this.callTimeout, this.startTimeout, this.highWaterMark, this.wedgedAfter,
				this.spareCarriers, this.abandonedCalls, this.history, this.observers, time, this.threads);
	}

	/**
	 * {@return these options with another source of threads}
	 * @param threads where the threads come from
	 */
	public NodeOptions threads(ThreadSource threads) {
		return new NodeOptions(this.name, this.callTimeout, this.startTimeout, this.highWaterMark, this.wedgedAfter,
				this.spareCarriers, this.abandonedCalls, this.history, this.observers, this.time, threads);
	}

}
