package io.triotp.task;

import java.time.Duration;
import java.util.Objects;

import io.triotp.time.TimeText;

/**
 * How a stream of tasks runs (OTP K11, K16).
 *
 * @param maxConcurrency how many tasks run at a time, at least 1
 * @param ordered whether results come in the order of the items; otherwise in the order
 * in which the tasks end
 * @param timeout how long each task may take, from its start
 * @param onTimeout what happens if one takes longer
 */
public record TaskStreamOptions(int maxConcurrency, boolean ordered, Duration timeout, OnTimeout onTimeout) {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

	public TaskStreamOptions {
		Objects.requireNonNull(timeout, "timeout");
		Objects.requireNonNull(onTimeout, "onTimeout");
		if (maxConcurrency < 1) {
			throw new IllegalArgumentException("Max concurrency must be at least 1, but is " + maxConcurrency);
		}
		if (timeout.isNegative()) {
			throw new IllegalArgumentException(
					"The timeout of a task must not be negative, but is " + TimeText.of(timeout));
		}
	}

	/**
	 * {@return options for as many tasks as there are processors, in order, 5 seconds
	 * each; a timeout ends the stream}
	 */
	public static TaskStreamOptions defaults() {
		return new TaskStreamOptions(Runtime.getRuntime().availableProcessors(), true, DEFAULT_TIMEOUT, OnTimeout.EXIT);
	}

	/**
	 * {@return these options with another concurrency}
	 * @param maxConcurrency how many tasks run at a time, at least 1
	 */
	public TaskStreamOptions maxConcurrency(int maxConcurrency) {
		return new TaskStreamOptions(maxConcurrency, this.ordered, this.timeout, this.onTimeout);
	}

	/**
	 * {@return these options, ordered or not}
	 * @param ordered whether results come in the order of the items
	 */
	public TaskStreamOptions ordered(boolean ordered) {
		return new TaskStreamOptions(this.maxConcurrency, ordered, this.timeout, this.onTimeout);
	}

	/**
	 * {@return these options with another timeout}
	 * @param timeout how long each task may take
	 * @param onTimeout what happens if one takes longer
	 */
	public TaskStreamOptions timeout(Duration timeout, OnTimeout onTimeout) {
		return new TaskStreamOptions(this.maxConcurrency, this.ordered, timeout, onTimeout);
	}

	/**
	 * What happens if a task takes too long. It is killed in any case (OTP K13).
	 */
	public enum OnTimeout {

		/** The stream ends with {@link TaskException.TimedOut}. */
		EXIT,

		/** The result is an exit with the failure {@code timeout}; the stream goes on. */
		KILL_TASK

	}

}
