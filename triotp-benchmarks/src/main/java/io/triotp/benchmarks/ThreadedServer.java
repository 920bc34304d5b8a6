package io.triotp.benchmarks;

import java.util.concurrent.locks.LockSupport;

/**
 * Each server owns a virtual thread, parked while it is idle.
 */
final class ThreadedServer extends BareServer {

	private final Thread thread;

	private volatile boolean stopped;

	ThreadedServer(Tally casts) {
		super(casts);
		this.thread = Thread.ofVirtual().unstarted(this);
		this.thread.start();
	}

	@Override
	void wake() {
		LockSupport.unpark(this.thread);
	}

	@Override
	public void run() {
		while (!this.stopped) {
			drain();
			Thread.yield();
			// a slow sender may have woken us for a message that is already handled: then
			// drain once more
			while (isIdle() && isEmpty() && !this.stopped) {
				LockSupport.park(this);
			}
			become(IDLE, AWAKE);
		}
	}

	@Override
	void stop() {
		this.stopped = true;
		LockSupport.unpark(this.thread);
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
