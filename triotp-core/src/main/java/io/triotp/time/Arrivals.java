package io.triotp.time;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The virtual threads that platform threads have started and that have not run yet. They
 * wait for a carrier in queues of their own, at which busy carriers may never look (ADR
 * 11). Counted for the whole JVM, whose nodes share the carriers.
 */
public final class Arrivals {

	private static final AtomicLong announced = new AtomicLong();

	private static final AtomicLong begun = new AtomicLong();

	private Arrivals() {
	}

	/**
	 * Starts a virtual thread from a platform thread, and lets busy threads know that it
	 * waits until it has begun.
	 * @param thread the unstarted thread. Its code must call {@link #begun()} first
	 */
	public static void start(Thread thread) {
		Objects.requireNonNull(thread, "thread");
		announced.incrementAndGet();
		boolean started = false;
		try {
			thread.start();
			started = true;
		}
		finally {
			if (!started) {
				begun();
			}
		}
	}

	/**
	 * Called once by each thread that {@link #start} has started, before anything else.
	 */
	public static void begun() {
		begun.incrementAndGet();
	}

	/**
	 * {@return whether a thread has been started and has not begun}
	 */
	static boolean anyWaits() {
		return begun.get() < announced.get();
	}

	/**
	 * {@return the number of the thread that was started last, 0 if there was none}
	 */
	public static long last() {
		return announced.get();
	}

	/**
	 * {@return whether as many have begun as had been started with this one} They need
	 * not be the same ones.
	 * @param number the number of one that was started
	 */
	static boolean haveBegun(long number) {
		return begun.get() >= number;
	}

}
