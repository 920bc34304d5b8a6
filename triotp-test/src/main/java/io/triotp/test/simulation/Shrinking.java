package io.triotp.test.simulation;

import java.util.Optional;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

/**
 * Looks for the least that a failure needs: first with fewer faults, then with fewer
 * clients. What remains is the same kind of failure, not always with the same seed: with
 * less going on, chance has to fall again.
 */
final class Shrinking {

	/** How many further seeds are tried with each limit. */
	private static final int NEIGHBOURS = 30;

	/** How many times as many steps may be taken: something rare may come later. */
	private static final int AS_LONG = 4;

	private final BiFunction<Long, Limits, Optional<Failure>> attempt;

	/**
	 * Creates one.
	 * @param attempt runs a seed within limits; tells the failure, if there is one
	 */
	Shrinking(BiFunction<Long, Limits, Optional<Failure>> attempt) {
		this.attempt = attempt;
	}

	Failure shrink(Failure first) {
		long steps = AS_LONG * first.steps() + 1_000;
		Failure least = first.within(first.limits().steps(steps));
		for (int faults = 0; faults < least.faults(); faults = next(faults)) {
			Failure smaller = find(least, least.limits().faults(faults));
			if (smaller != null) {
				least = smaller;
				break;
			}
		}
		for (int clients = 0; clients < least.clients(); clients++) {
			Failure smaller = find(least, least.limits().clients(clients));
			if (smaller != null) {
				least = smaller;
				break;
			}
		}
		return least;
	}

	private static int next(int count) {
		return (count < 4) ? count + 1 : 2 * count;
	}

	private @Nullable Failure find(Failure present, Limits limits) {
		for (long seed = present.seed(); seed <= present.seed() + NEIGHBOURS; seed++) {
			Failure found = this.attempt.apply(seed, limits).filter(present::isLike).orElse(null);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	/**
	 * A run that failed.
	 *
	 * @param seed its seed
	 * @param limits what may have happened at most
	 * @param faults how many faults there were
	 * @param clients how many clients there were
	 * @param steps how many steps it took
	 * @param thrown what the test threw
	 * @param messages the last messages, as Mermaid
	 */
	record Failure(long seed, Limits limits, int faults, int clients, long steps, Throwable thrown, String messages) {

		Failure within(Limits limits) {
			return new Failure(this.seed, limits, this.faults, this.clients, this.steps, this.thrown, this.messages);
		}

		/** Thrown at the same place, whatever the text. */
		boolean isLike(Failure other) {
			return this.thrown.getClass() == other.thrown.getClass();
		}

	}

}
