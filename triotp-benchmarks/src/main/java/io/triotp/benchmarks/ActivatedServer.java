package io.triotp.benchmarks;

/**
 * An idle server is only an object: whoever finds it so starts a virtual thread for it.
 * With nothing left it lingers before it gives up that thread, as ours do (ADR 7).
 */
final class ActivatedServer extends BareServer {

	/** How often it yields before it gives up its thread. */
	private static final int LINGER = 4;

	/** How often to linger: only once if it was in vain the last time. */
	private int patience = LINGER;

	ActivatedServer(Tally casts) {
		super(casts);
	}

	@Override
	void wake() {
		Thread.startVirtualThread(this);
	}

	@Override
	public void run() {
		drain();
	}

	@Override
	boolean lingers() {
		for (int i = 0; i < this.patience && !isSlow(); i++) {
			Thread.yield();
			if (!isEmpty()) {
				this.patience = LINGER;
				return true;
			}
		}
		this.patience = 1;
		return false;
	}

	@Override
	void stop() {
		// nothing is held
	}

}
