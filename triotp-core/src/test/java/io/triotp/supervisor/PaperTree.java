package io.triotp.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/**
 * Supervisors below one another on paper: a worker at the bottom that crashes, and above
 * it the restart windows of its supervisors, the topmost last.
 */
final class PaperTree {

	private final List<Floor> floors;

	private final Duration teardown;

	private final IntFunction<Duration> delays;

	private long now;

	private int attempts;

	/**
	 * Builds a tree.
	 * @param limits the limits of the supervisors, the lowest first
	 * @param teardown how long each takes to stop the siblings
	 * @param delays how long a restart of the worker waits, from the number of those
	 * before it
	 */
	PaperTree(List<RestartIntensity> limits, Duration teardown, IntFunction<Duration> delays) {
		this.floors = limits.stream().map(Floor::new).toList();
		this.teardown = teardown;
		this.delays = delays;
		this.floors.forEach((floor) -> floor.build(0));
	}

	void pass(Duration time) {
		this.now += time.toNanos();
	}

	/**
	 * Crashes the worker.
	 * @return whether the tree goes on
	 */
	boolean crash() {
		Collapse collapse = null;
		for (int at = 0; at < this.floors.size(); at++) {
			Floor floor = this.floors.get(at);
			floor.up = at == 0;
			boolean granted = (collapse == null) ? floor.window.admit(this.now)
					: floor.window.admit(floor, collapse, this.now);
			if (granted) {
				pass(this.teardown);
				floor.window.leaveOut(this.teardown.toNanos());
				pass((at == 0) ? this.delays.apply(this.attempts++) : Duration.ZERO);
				for (Floor below : this.floors.subList(0, at)) {
					below.build(this.now);
					this.attempts = 0;
				}
				floor.up = true;
				floor.window.started(floor, this.now);
				return true;
			}
			collapse = floor.window.collapse(collapse, this.now);
			pass(this.teardown);
		}
		return false;
	}

	/**
	 * {@return after how many crashes the tree has failed, 0 if never}
	 * @param interval how long the worker lives
	 * @param most when to stop
	 */
	int crashes(IntFunction<Duration> interval, int most) {
		for (int crash = 1; crash <= most; crash++) {
			pass(interval.apply(crash));
			if (!crash()) {
				return crash;
			}
		}
		return 0;
	}

	/** One supervisor, and the child below it. */
	private static final class Floor implements RestartWindow.Relapsing {

		private final RestartIntensity limit;

		private RestartWindow window;

		private boolean up;

		Floor(RestartIntensity limit) {
			this.limit = limit;
			this.window = new RestartWindow(limit);
		}

		void build(long now) {
			this.window = new RestartWindow(this.limit);
			this.up = true;
		}

		@Override
		public boolean isRunning() {
			return this.up;
		}

		@Override
		public OptionalLong troubleSince(long now) {
			return OptionalLong.empty();
		}

	}

}
