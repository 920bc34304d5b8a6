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
 * one prefers a queue that nobody uses; and one that was flooded once has room for a
 * million. Hence several starters, none of which starts many. Rejected: to start them all
 * from the calling thread, whose queue may be such a one.
 */
final class IdleCarriers {

	/** There are eight queues where there are few carriers. */
	private static final int STARTERS = 24;

	/** A queue has room for 512 at first, and for twice as many when it has grown. */
	private static final int CALLS_OF_EACH = 2_048;

	private static final Duration LONGEST = Duration.ofSeconds(1);

	private IdleCarriers() {
	}

	/**
	 * Calls them.
	 * @param anyUncalled whether some carrier is idle while threads wait; asked by
	 * several threads
	 */
	static void call(BooleanSupplier anyUncalled) {
		for (int i = 0; i < STARTERS && anyUncalled.getAsBoolean(); i++) {
			Thread starter = Thread.ofPlatform()
				.daemon()
				.name("triotp-call")
				.inheritInheritableThreadLocals(false)
				.unstarted(() -> callFromHere(anyUncalled));
			try {
				starter.start();
				starter.join(LONGEST);
			}
			catch (OutOfMemoryError ex) {
				// There is no thread to be had: this one has a queue too.
				callFromHere(anyUncalled);
				return;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	private static void callFromHere(BooleanSupplier anyUncalled) {
		for (int i = 0; i < CALLS_OF_EACH && anyUncalled.getAsBoolean(); i++) {
			Thread.ofVirtual().inheritInheritableThreadLocals(false).start(IdleCarriers::nothing);
		}
	}

	private static void nothing() {
	}

}
