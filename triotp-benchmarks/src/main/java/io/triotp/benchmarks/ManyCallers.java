package io.triotp.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/**
 * 64 callers, as many as a servlet container has at work, on a thousand servers. Each
 * calls them in an order of its own that is the same in every run. What counts is the
 * time, and the time of all processors, for each call.
 */
final class ManyCallers {

	private static final int CALLERS = 64;

	private static final int CALLS_EACH = 1_000;

	private static final int SERVERS = 1_000;

	private final World world;

	private final World.Server[] servers;

	private final short[][] order = new short[CALLERS][CALLS_EACH];

	private ManyCallers(World world) {
		this.world = world;
		this.servers = world.servers(SERVERS);
		for (int caller = 0; caller < CALLERS; caller++) {
			SplittableRandom random = new SplittableRandom(caller);
			for (int call = 0; call < CALLS_EACH; call++) {
				this.order[caller][call] = (short) random.nextInt(SERVERS);
			}
		}
	}

	/**
	 * Measure one contender.
	 * @param contender who
	 * @param virtual whether the callers are virtual threads
	 * @param times for how long
	 */
	static void measure(String contender, boolean virtual, Times times) {
		String figure = virtual ? "callers-64-virtual" : "callers-64-platform";
		try (World world = Contender.of(contender).open()) {
			ManyCallers callers = new ManyCallers(world);
			callers.until(times.endOfWarmUp(1), virtual);
			long begin = System.nanoTime();
			Processor processor = Processor.now();
			double calls = callers.until(begin + times.measurementNanos(1), virtual);
			new Figure(contender, figure, (System.nanoTime() - begin) / calls, "ns").print();
			new Figure(contender, figure + "-cpu", processor.nanosSince() / calls, "ns").print();
		}
	}

	/**
	 * {@return how many calls were made}
	 */
	private long until(long end, boolean virtual) {
		long calls = 0;
		do {
			if (virtual) {
				this.world.callTogether(CALLERS, CALLS_EACH, this::choose);
			}
			else {
				callFromPlatformThreads();
			}
			calls += CALLERS * CALLS_EACH;
		}
		while (Times.isBefore(end));
		return calls;
	}

	private World.Server choose(int caller, int call) {
		return this.servers[this.order[caller][call]];
	}

	private void callFromPlatformThreads() {
		CountDownLatch left = new CountDownLatch(CALLERS);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			int caller = i;
			threads.add(Thread.ofPlatform().daemon().unstarted(() -> {
				for (int call = 0; call < CALLS_EACH; call++) {
					choose(caller, call).call();
				}
				left.countDown();
			}));
		}
		threads.forEach(Thread::start);
		Callers.await(left);
	}

}
