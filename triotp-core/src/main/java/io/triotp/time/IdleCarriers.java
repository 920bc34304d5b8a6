package io.triotp.time;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Calls carriers to work that have nothing to do although threads wait for one, because
 * the scheduler has not noticed.
 *
 * <p>
 * Maintainer's note. The scheduler, a {@code ForkJoinPool}, compares its parallelism with
 * its carriers at work only when a thread comes into a queue that seems empty or has to
 * grow. To raise the parallelism wakes nobody, but where it has never been as high; and
 * while all carriers are held, each queue soon has some that wait. So threads that do
 * nothing are started until the scheduler looks: the first is enough if there is luck,
 * and one must be when the queue grows. A platform thread has one of a few queues, a new
 * one prefers a queue that nobody uses; and one that was flooded once has room for as
 * many as waited then. Hence several starters, of which the first start few, and the last
 * as many as there may once have been room for. Rejected: to start them all from the
 * calling thread, whose queue may be the largest; and a carrier in reserve, held by a
 * thread that is pinned until it is needed, which would be sure, and a thread for ever.
 */
final class IdleCarriers {

	/** Half of the queues, of which there are eight where there are few carriers. */
	private static final int STARTERS_ALIKE = 4;

	/** A queue has room for 512 at first, and for twice as many when it has grown. */
	private static final int FIRST_CALLS = 2_048;

	private static final int MOST_CALLS = 1 << 18;

	/** Where so many waited once, there is memory for as many that do nothing. */
	private static final int HEAP_BYTES_PER_CALL = 2_048;

	private static final Duration LONGEST = Duration.ofSeconds(1);

	private IdleCarriers() {
	}

	/**
	 * Calls them.
	 * @param anyUncalled whether some carrier is idle while threads wait; asked by
	 * several threads
	 */
	static void call(BooleanSupplier anyUncalled) {
		long left = Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_CALL;
		for (int i = 0; calls(i) <= Math.min(MOST_CALLS, left) && anyUncalled.getAsBoolean(); i++) {
			int calls = calls(i);
			left -= calls;
			Thread starter = Thread.ofPlatform()
				.daemon()
				.name("triotp-call")
				.inheritInheritableThreadLocals(false)
				.unstarted(() -> callFromHere(calls, anyUncalled));
			try {
				starter.start();
				starter.join(LONGEST);
			}
			catch (OutOfMemoryError ex) {
				// There is no thread to be had: this one has a queue too.
				callFromHere(calls, anyUncalled);
				return;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	/** How many threads a starter starts at most. */
	private static int calls(int starter) {
		return FIRST_CALLS << (starter / STARTERS_ALIKE);
	}

	private static void callFromHere(int calls, BooleanSupplier anyUncalled) {
		for (int i = 0; i < calls && anyUncalled.getAsBoolean(); i++) {
			Thread.ofVirtual().inheritInheritableThreadLocals(false).start(IdleCarriers::nothing);
		}
	}

	private static void nothing() {
	}

}
