package io.triotp.server;

/**
 * What is only needed until the server is up.
 */
final class Starting implements ColdState {

	private final StartLatch latch;

	/** Own process only: what {@code init} left to do. */
	private After after = After.nothing();

	Starting(StartLatch latch) {
		this.latch = latch;
	}

	StartLatch latch() {
		return this.latch;
	}

	After after() {
		return this.after;
	}

	void after(After next) {
		this.after = next;
	}

}
