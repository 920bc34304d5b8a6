package io.triotp.benchmarks;

/**
 * An idle server is only an object: whoever finds it so starts a virtual thread for it.
 */
final class ActivatedServer extends BareServer {

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
	void stop() {
		// nothing is held
	}

}
