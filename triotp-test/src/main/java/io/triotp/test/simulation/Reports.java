package io.triotp.test.simulation;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs what calls code of others, such as listeners, one after the other, on a thread of
 * the simulation that is there only while there is something to run.
 */
final class Reports {

	private final Baton baton;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final AtomicInteger left = new AtomicInteger();

	Reports(Baton baton) {
		this.baton = baton;
	}

	void add(Runnable task) {
		this.tasks.add(task);
		if (this.left.getAndIncrement() == 0) {
			this.baton.apart("triotp-reports", this::run).start();
		}
	}

	private void run() {
		do {
			Runnable next = this.tasks.remove();
			next.run();
		}
		while (this.left.decrementAndGet() > 0);
	}

}
