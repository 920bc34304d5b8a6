package io.triotp.process;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How a platform thread stays awake for an answer that is about to come: it looks again
 * and again, about as long as parking and waking it takes. One at a time in the JVM, as a
 * second one would take a processor from the carriers; never on a single processor; and
 * the more rarely, the more often it was in vain: where calls come alone, a carrier has
 * to be woken first, which takes longer than anybody should look.
 */
final class Looking {

	private static final int LOOKS = (Runtime.getRuntime().availableProcessors() > 1) ? 400 : 0;

	private final AtomicBoolean taken = new AtomicBoolean();

	/** What is known, as of {@link Lingering}; used by who has taken it. */
	private byte known;

	/** Looks, unless another thread does or it has been in vain of late. */
	void at(Patience.Awaited awaited) {
		if (this.taken.get() || !this.taken.compareAndSet(false, true)) {
			return;
		}
		try {
			boolean settled = Lingering.yields(this.known, 0) && look(awaited);
			this.known = settled ? Lingering.UNTRIED : Lingering.inVain(this.known);
		}
		finally {
			this.taken.set(false);
		}
	}

	private static boolean look(Patience.Awaited awaited) {
		for (int i = 0; i < LOOKS && !awaited.isSettled(); i++) {
			Thread.onSpinWait();
		}
		return awaited.isSettled();
	}

}
