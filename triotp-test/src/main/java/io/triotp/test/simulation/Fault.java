package io.triotp.test.simulation;

import java.time.Duration;
import java.util.Objects;

/**
 * What goes wrong in a simulated world, by itself and at moments that the seed decides.
 */
public sealed interface Fault {

	/**
	 * {@return servers that crash: each time a thread of the world goes on, one that is
	 * chosen by lot ends with this probability as if its code had thrown an exception}
	 * Supervisors are left alone.
	 * @param probability from 0 to 1
	 */
	static Fault crash(double probability) {
		return new Crash(probability);
	}

	/**
	 * {@return a process that is killed so many times, at moments chosen by lot}
	 * @param path its place in the tree of an application, such as {@code shop/till}
	 * @param times how many times at most
	 */
	static Fault kill(String path, int times) {
		return new Kill(path, times);
	}

	/**
	 * {@return threads that are held up for at most a second, with this probability each
	 * time one goes on: a slow handler, a late reply, a late timer}
	 * @param probability from 0 to 1
	 */
	static Fault slow(double probability) {
		return slow(probability, Duration.ofSeconds(1));
	}

	/**
	 * {@return threads that are held up, with this probability each time one goes on}
	 * @param probability from 0 to 1
	 * @param longest for how long at most, more than 0
	 */
	static Fault slow(double probability, Duration longest) {
		return new Slow(probability, longest);
	}

	/**
	 * Servers that crash.
	 *
	 * @param probability of each step, from 0 to 1
	 */
	record Crash(double probability) implements Fault {

		public Crash {
			requireProbability(probability);
		}

	}

	/**
	 * A process that is killed.
	 *
	 * @param path its place in the tree of an application
	 * @param times how many times at most
	 */
	record Kill(String path, int times) implements Fault {

		public Kill {
			Objects.requireNonNull(path, "path");
			if (times < 1) {
				throw new IllegalArgumentException("A process is killed at least once, not " + times + " times");
			}
		}

	}

	/**
	 * Threads that are held up.
	 *
	 * @param probability of each step, from 0 to 1
	 * @param longest for how long at most
	 */
	record Slow(double probability, Duration longest) implements Fault {

		public Slow {
			requireProbability(probability);
			if (longest.isNegative() || longest.isZero()) {
				throw new IllegalArgumentException("A thread is held up for more than no time, not for " + longest);
			}
		}

	}

	private static void requireProbability(double probability) {
		if (!(probability >= 0 && probability <= 1)) {
			throw new IllegalArgumentException("A probability is between 0 and 1, not " + probability);
		}
	}

}
