package io.triotp.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What happens to one supervisor and its children, made by chance.
 *
 * @param backoff whether restarts are delayed
 * @param begin the monotonic time at which it begins, which may overflow on the way
 */
record Life(Strategy strategy, AutoShutdown autoShutdown, int maxRestarts, boolean backoff, long begin,
		List<Kind> children, List<Step> steps) {

	/** In which restarts are counted. */
	static final Duration PERIOD = Duration.ofNanos(100);

	static final Backoff DELAYS = new Backoff(Duration.ofNanos(10), Duration.ofNanos(60), 2, 0, Duration.ofNanos(40));

	private static final Strategy[] STRATEGIES = Strategy.values();

	private static final AutoShutdown[] RULES = AutoShutdown.values();

	private static final Restart[] RESTARTS = Restart.values();

	private static final What[] WHATS = What.values();

	private static final int MOST_CHILDREN = 5;

	private static final int MOST_STEPS = 20;

	static Life any(SplittableRandom random) {
		return with(STRATEGIES[random.nextInt(STRATEGIES.length)], random);
	}

	static Life with(Strategy strategy, SplittableRandom random) {
		List<Kind> children = new ArrayList<>();
		for (int count = 1 + random.nextInt(MOST_CHILDREN); count > 0; count--) {
			children.add(new Kind(RESTARTS[random.nextInt(RESTARTS.length)], random.nextInt(3) == 0));
		}
		List<Step> steps = new ArrayList<>();
		for (int count = 1 + random.nextInt(MOST_STEPS); count > 0; count--) {
			// every second step is an incident or a later attempt
			What what = random.nextBoolean() ? WHATS[random.nextInt(What.RETRY.ordinal() + 1)]
					: WHATS[random.nextInt(WHATS.length)];
			steps.add(new Step(what, random.nextInt(64)));
		}
		int maxRestarts = random.nextInt(9);
		return new Life(strategy, RULES[random.nextInt(RULES.length)], maxRestarts, random.nextBoolean(),
				random.nextInt(4) == 0 ? Long.MAX_VALUE - random.nextInt(200) : random.nextLong(), children, steps);
	}

	Stream<Life> smaller() {
		Stream<Life> fewerSteps = IntStream.range(0, this.steps.size())
			.mapToObj((i) -> with(this.backoff, this.begin, this.children, without(this.steps, i)));
		Stream<Life> fewerChildren = IntStream.range(0, (this.children.size() > 1) ? this.children.size() : 0)
			.mapToObj((i) -> with(this.backoff, this.begin, without(this.children, i), this.steps));
		Stream<Life> simpler = Stream.of(with(false, this.begin, this.children, this.steps),
				with(this.backoff, 0, this.children, this.steps));
		return Stream.of(fewerSteps, fewerChildren, simpler.filter((each) -> !each.equals(this)))
			.flatMap((each) -> each);
	}

	private Life with(boolean delayed, long from, List<Kind> kinds, List<Step> happenings) {
		return new Life(this.strategy, this.autoShutdown, this.maxRestarts, delayed, from, kinds, happenings);
	}

	private static <T> List<T> without(List<T> all, int index) {
		List<T> fewer = new ArrayList<>(all);
		fewer.remove(index);
		return fewer;
	}

	/** A permanent child is never significant. */
	record Kind(Restart restart, boolean significant) {

		Kind {
			significant = significant && restart != Restart.PERMANENT;
		}

	}

	/**
	 * One happening.
	 *
	 * @param which which of those it can happen to, modulo; or how much, or how
	 */
	record Step(What what, int which) {
	}

	enum What {

		CRASH, END_WELL, BE_KILLED,

		/** An attempt comes that is due, or is late and no longer wanted. */
		RETRY,

		PASS_TIME, TERMINATE, DELETE, RESTART, ADD,

		/** From now on a child cannot be started. */
		CANNOT_START,

		/** From now on a child has nothing to do when it is started. */
		HAS_NOTHING_TO_DO,

		/** From now on a child starts again. */
		CAN_START

	}

}
