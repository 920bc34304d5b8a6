package io.triotp.benchmarks;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Callers that come at their own pace, whatever becomes of those before them, as the
 * users of a web site do. One platform thread starts them, so many every tick, and never
 * waits for an answer. The time of a call counts from the tick at which it was due, also
 * if the machine had no time to start it then.
 */
final class OpenLoop {

	private static final int SERVERS = 100;

	private static final long TICK_NANOS = 100_000;

	private static final double TICKS_PER_SECOND = 1e9 / TICK_NANOS;

	/**
	 * Three parts of the warm-up, together two seconds of 1.5: callers that wait for each
	 * other, a quarter of the load, all of it. A cold JVM that gets all of it at once has
	 * to catch up first.
	 */
	private static final double CLOSED = 1 / 3.0;

	private static final double QUARTER = 1 / 3.0;

	private static final double ALL = 2 / 3.0;

	/** Three seconds of 1.5. */
	private static final double MEASUREMENT = 2;

	private static final int CLOSED_CALLS = 100;

	/** So many callers at once keep every contender busy. */
	private static final int BUSY = 1_000;

	private static final int DRAINING_SECONDS = 7;

	private final World world;

	private final World.Server[] servers;

	private final AtomicInteger outstanding = new AtomicInteger();

	private OpenLoop(World world) {
		this.world = world;
		this.servers = world.servers(SERVERS);
	}

	/**
	 * Measure how long calls take one contender.
	 * @param contender who
	 * @param figure what the figures are called
	 * @param callsPerSecond how many calls are due each second
	 * @param times for how long
	 */
	static void measure(String contender, String figure, double callsPerSecond, Times times) {
		try (World world = Contender.of(contender).open()) {
			OpenLoop loop = new OpenLoop(world);
			loop.close(times.endOfWarmUp(CLOSED));
			loop.run(callsPerSecond / 4, times.endOfWarmUp(QUARTER));
			loop.run(callsPerSecond, times.endOfWarmUp(ALL));
			Latencies latencies = loop.run(callsPerSecond, System.nanoTime() + times.measurementNanos(MEASUREMENT));
			latencies.print(contender, figure);
			new Figure(contender, figure + "-answered", latencies.answered(), "%").print();
		}
	}

	/**
	 * Measure how many callers one contender can serve each second if one more comes
	 * whenever one has got its answer.
	 * @param contender who
	 * @param times for how long
	 */
	static void capacity(String contender, Times times) {
		try (World world = Contender.of(contender).open()) {
			OpenLoop loop = new OpenLoop(world);
			loop.close(times.endOfWarmUp(CLOSED));
			loop.fill(times.endOfWarmUp(ALL));
			double callsPerSecond = loop.fill(System.nanoTime() + times.measurementNanos(1));
			new Figure(contender, "open-capacity", callsPerSecond, "calls/s").print();
		}
	}

	private void close(long end) {
		while (Times.isBefore(end)) {
			this.world.callTogether(SERVERS, CLOSED_CALLS, (caller, call) -> this.servers[caller]);
		}
	}

	/**
	 * Have callers come for a while, and wait for their answers. Half a second's worth of
	 * calls may be outstanding, or a contender that cannot keep up would fill the heap;
	 * who comes meanwhile is turned away and counts as unanswered.
	 */
	private Latencies run(double callsPerSecond, long end) {
		long begin = System.nanoTime();
		int ticks = (int) ((end - begin) / TICK_NANOS);
		int mostOutstanding = (int) (callsPerSecond / 2);
		double callsPerTick = callsPerSecond / TICKS_PER_SECOND;
		Latencies latencies = new Latencies((int) (ticks * callsPerTick));
		int call = 0;
		for (int tick = 1; tick <= ticks; tick++) {
			long due = begin + tick * TICK_NANOS;
			pauseUntil(due);
			for (; call < (int) (tick * callsPerTick); call++) {
				if (this.outstanding.get() < mostOutstanding) {
					int number = call;
					start(number, () -> latencies.answered(number, System.nanoTime() - due));
				}
			}
		}
		drain();
		return latencies;
	}

	/**
	 * {@return how many calls were answered each second}
	 */
	private double fill(long end) {
		long begin = System.nanoTime();
		int started = 0;
		while (Times.isBefore(end)) {
			if (this.outstanding.get() < BUSY) {
				start(started++, Tally.NONE);
			}
			else {
				LockSupport.parkNanos(TICK_NANOS);
			}
		}
		double callsPerSecond = (started - this.outstanding.get()) * 1e9 / (System.nanoTime() - begin);
		drain();
		return callsPerSecond;
	}

	private void start(int call, Tally answered) {
		this.outstanding.incrementAndGet();
		this.world.startCaller(this.servers[call % SERVERS], () -> {
			answered.hit();
			this.outstanding.decrementAndGet();
		});
	}

	private static void pauseUntil(long due) {
		for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
			LockSupport.parkNanos(wait);
		}
	}

	/** Calls that have failed stay outstanding, so the wait must end. */
	private void drain() {
		long end = System.nanoTime() + DRAINING_SECONDS * 1_000_000_000L;
		while (this.outstanding.get() > 0 && Times.isBefore(end)) {
			LockSupport.parkNanos(TICK_NANOS);
		}
		int lost = this.outstanding.getAndSet(0);
		if (lost > 0) {
			System.err.println(lost + " calls got no answer");
		}
	}

}
