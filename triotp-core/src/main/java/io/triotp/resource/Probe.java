package io.triotp.resource;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

import io.triotp.time.TimeText;

/**
 * Finds out, again and again, whether something still works. If it does not, its child
 * ends with the {@link Finding} as its reason and is restarted like after a crash.
 *
 * <p>
 * Each look runs in a process of its own beside the child. One that throws, or does not
 * return in time, has found the child unhealthy. The first look comes one period after
 * the start of the child, each later one a period after the end of the last. The child
 * therefore ends at the latest {@code failures} times {@code every} plus {@code timeout}
 * after it has failed.
 *
 * @param <T> what is looked at
 * @param check looks once
 * @param every the period, more than 0; 5 seconds by default
 * @param timeout how long a look may take, more than 0; 2 seconds by default
 * @param failures how many looks in a row must find it unhealthy; 3 by default
 */
public record Probe<T>(Check<? super T> check, Duration every, Duration timeout, int failures) {

	/** The default period. */
	public static final Duration EVERY = Duration.ofSeconds(5);

	/** The default time for a look. */
	public static final Duration TIMEOUT = Duration.ofSeconds(2);

	/** By default so many looks in a row must fail. */
	public static final int FAILURES = 3;

	/**
	 * Creates a probe.
	 * @throws IllegalArgumentException if a duration is not more than 0, or no failure is
	 * to end the child
	 */
	public Probe {
		Objects.requireNonNull(check, "check");
		requirePositive("The period", Objects.requireNonNull(every, "every"));
		requirePositive("The timeout", Objects.requireNonNull(timeout, "timeout"));
		if (failures < 1) {
			throw new IllegalArgumentException("A probe must fail at least once to end a child, not " + failures
					+ " times: the number of failures is 1 or more");
		}
	}

	private static void requirePositive(String what, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException(
					what + " of a probe must be more than 0, but is " + TimeText.of(duration));
		}
	}

	/**
	 * {@return a probe with the default times}
	 * @param <T> what is looked at
	 * @param check looks once
	 */
	public static <T> Probe<T> of(Check<? super T> check) {
		return new Probe<>(check, EVERY, TIMEOUT, FAILURES);
	}

	/**
	 * {@return a probe for what knows whether it runs: when it does not, it has stopped
	 * by itself}
	 * @param <T> what is looked at
	 * @param isRunning whether it runs
	 */
	public static <T> Probe<T> running(Predicate<? super T> isRunning) {
		Objects.requireNonNull(isRunning, "isRunning");
		return of((subject) -> isRunning.test(subject) ? Finding.healthy()
				: Finding.stopped("it says that it is not running"));
	}

	/**
	 * {@return a probe that tries something: if that throws, the child is unhealthy}
	 * @param <T> what is looked at
	 * @param trial what is tried
	 */
	public static <T> Probe<T> trying(Trial<? super T> trial) {
		Objects.requireNonNull(trial, "trial");
		return of((subject) -> {
			trial.run(subject);
			return Finding.healthy();
		});
	}

	/**
	 * {@return a copy with this period}
	 * @param every the period, more than 0
	 */
	public Probe<T> every(Duration every) {
		return new Probe<>(this.check, every, this.timeout, this.failures);
	}

	/**
	 * {@return a copy that gives each look this time}
	 * @param timeout how long a look may take, more than 0
	 */
	public Probe<T> timeout(Duration timeout) {
		return new Probe<>(this.check, this.every, timeout, this.failures);
	}

	/**
	 * {@return a copy that ends the child after so many failures in a row}
	 * @param failures how many, 1 or more
	 */
	public Probe<T> failures(int failures) {
		return new Probe<>(this.check, this.every, this.timeout, failures);
	}

	/**
	 * Looks once.
	 *
	 * @param <T> what is looked at
	 */
	@FunctionalInterface
	public interface Check<T> {

		/**
		 * Looks. Called by a process of its own, on a virtual thread that is interrupted
		 * when the time is over.
		 * @param subject what is looked at
		 * @return what was found
		 * @throws Exception if it is unhealthy
		 */
		Finding look(T subject) throws Exception;

	}

	/**
	 * Tries something.
	 *
	 * @param <T> what is looked at
	 */
	@FunctionalInterface
	public interface Trial<T> {

		/**
		 * Tries. Called like {@link Check#look}.
		 * @param subject what is looked at
		 * @throws Exception if it is unhealthy
		 */
		void run(T subject) throws Exception;

	}

}
