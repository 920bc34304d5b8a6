package io.triotp.benchmarks;

import java.util.concurrent.CountDownLatch;

/**
 * The tally of a single server, as cheap as can be: a batch ends when the last of its
 * messages was handled.
 */
final class Countdown implements Tally {

	private int left;

	private CountDownLatch done = new CountDownLatch(0);

	/**
	 * Begin a batch; only while none is going on.
	 * @param messages how many will be sent
	 */
	void expect(int messages) {
		this.left = messages;
		this.done = new CountDownLatch(1);
	}

	@Override
	public void hit() {
		if (--this.left == 0) {
			this.done.countDown();
		}
	}

	/** Wait for the end of the batch. */
	void await() {
		Callers.await(this.done);
	}

}
