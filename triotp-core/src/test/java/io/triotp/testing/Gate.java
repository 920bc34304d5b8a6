package io.triotp.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds code under test until the test lets it go.
 */
public final class Gate {

	private final CountDownLatch reached = new CountDownLatch(1);

	private final CountDownLatch opened = new CountDownLatch(1);

	/**
	 * Wait in front of the gate; an interrupt ends the waiting.
	 * @throws InterruptedException if interrupted
	 */
	public void pass() throws InterruptedException {
		this.reached.countDown();
		if (!this.opened.await(Probe.PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
			throw new AssertionError("nobody opened the gate");
		}
	}

	/**
	 * Wait in front of the gate as code does that ignores interrupts.
	 * @return whether there was one
	 */
	public boolean passStubbornly() {
		boolean interrupted = false;
		while (true) {
			try {
				pass();
				return interrupted;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
	}

	/**
	 * Wait until somebody stands in front of the gate.
	 */
	public void awaitReached() {
		try {
			if (!this.reached.await(Probe.PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new AssertionError("nobody came to the gate");
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError("interrupted while waiting at the gate", ex);
		}
	}

	/**
	 * Let everybody pass.
	 */
	public void open() {
		this.opened.countDown();
	}

}
