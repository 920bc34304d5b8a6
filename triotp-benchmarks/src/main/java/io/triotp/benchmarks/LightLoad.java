package io.triotp.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * What next to no work takes of the processors: idle servers, or one caller that calls a
 * hundred or a thousand times a second, evenly spaced. In percent of one core, with all
 * that the JVM does meanwhile.
 */
final class LightLoad {

	private static final int IDLE_SERVERS = 1_000;

	/** Five seconds of 1.5, long enough for what comes rarely. */
	private static final double IDLE = 10 / 3.0;

	/** Four seconds of 1.5. */
	private static final double CALLING = 8 / 3.0;

	/** The share of the warm-up in which the caller already has its pace. */
	private static final double PACE = 1 / 3.0;

	private static final int BATCH = 1_000;

	private LightLoad() {
	}

	/**
	 * Measure idle servers of one contender.
	 * @param contender who
	 * @param times for how long
	 */
	static void idle(String contender, Times times) {
		try (World world = Contender.of(contender).open()) {
			World.Server[] servers = world.servers(IDLE_SERVERS);
			long end = times.endOfWarmUp(1);
			while (Times.isBefore(end)) {
				world.callTogether(1, IDLE_SERVERS, (caller, call) -> servers[call]);
			}
			pause(end + times.measurementNanos(PACE));
			print(contender, "cpu-idle", () -> pause(System.nanoTime() + times.measurementNanos(IDLE)));
		}
	}

	/**
	 * Measure one caller and one server of one contender.
	 * @param contender who
	 * @param callsPerSecond how often it calls
	 * @param virtual whether the caller is a virtual thread
	 * @param times for how long
	 */
	static void calling(String contender, int callsPerSecond, boolean virtual, Times times) {
		String figure = "cpu-" + callsPerSecond + (virtual ? "-virtual" : "-platform");
		try (World world = Contender.of(contender).open()) {
			World.Server server = world.server("server", Tally.NONE);
			CountDownLatch done = new CountDownLatch(1);
			Runnable caller = () -> {
				warmUp(server, times.endOfWarmUp(1));
				call(server, callsPerSecond, times.measurementNanos(PACE));
				print(contender, figure, () -> call(server, callsPerSecond, times.measurementNanos(CALLING)));
				done.countDown();
			};
			if (virtual) {
				Thread.startVirtualThread(caller);
			}
			else {
				Thread.ofPlatform().daemon().start(caller);
			}
			Callers.await(done);
		}
	}

	private static void warmUp(World.Server server, long end) {
		while (Times.isBefore(end)) {
			for (int i = 0; i < BATCH; i++) {
				server.call();
			}
		}
	}

	private static void call(World.Server server, int callsPerSecond, long nanos) {
		long apart = 1_000_000_000L / callsPerSecond;
		long begin = System.nanoTime();
		for (long next = apart; next <= nanos; next += apart) {
			pause(begin + next);
			server.call();
		}
	}

	private static void print(String contender, String figure, Runnable load) {
		Processor processor = Processor.now();
		long begin = System.nanoTime();
		load.run();
		double share = 100.0 * processor.nanosSince() / (System.nanoTime() - begin);
		new Figure(contender, figure, share, "%").print();
	}

	private static void pause(long end) {
		for (long wait = end - System.nanoTime(); wait > 0; wait = end - System.nanoTime()) {
			LockSupport.parkNanos(wait);
		}
	}

}
