package io.triotp.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * The threads that use servers.
 */
final class Callers {

	private static final int MINUTES = 5;

	private Callers() {
	}

	/**
	 * Do something on one virtual thread, and wait for it.
	 * @param work what to do
	 */
	static void virtual(Runnable work) {
		join(Thread.ofVirtual().start(work));
	}

	/**
	 * Do something on many virtual threads at once, and wait for all.
	 * @param threads how many
	 * @param work what to do, given the number of the thread
	 */
	static void virtual(int threads, IntConsumer work) {
		List<Thread> started = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			int number = i;
			started.add(Thread.ofVirtual().start(() -> work.accept(number)));
		}
		started.forEach(Callers::join);
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw interrupted();
		}
	}

	static void sleep(Duration time) {
		try {
			Thread.sleep(time);
		}
		catch (InterruptedException ex) {
			throw interrupted();
		}
	}

	static void await(CountDownLatch latch) {
		try {
			if (!latch.await(MINUTES, TimeUnit.MINUTES)) {
				throw new IllegalStateException("Not done within " + MINUTES + " minutes: a message was lost");
			}
		}
		catch (InterruptedException ex) {
			throw interrupted();
		}
	}

	private static IllegalStateException interrupted() {
		Thread.currentThread().interrupt();
		return new IllegalStateException("Interrupted while measuring");
	}

}
