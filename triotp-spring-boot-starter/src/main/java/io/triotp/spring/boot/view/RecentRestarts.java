package io.triotp.spring.boot.view;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import io.triotp.node.Node;
import io.triotp.process.NodeEvent;
import io.triotp.process.NodeListener;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.time.TimeSource;

/**
 * Counts the restarts of the last minute, a counter for each second of it.
 */
final class RecentRestarts implements NodeListener {

	private static final int SECONDS = 60;

	private static final long NANOS = Duration.ofSeconds(1).toNanos();

	private final TimeSource time;

	private final long origin;

	private final ReentrantLock lock = new ReentrantLock();

	private final long[] counts = new long[SECONDS];

	/** Up to which second the counters are right. */
	private long last;

	private RecentRestarts(TimeSource time) {
		this.time = time;
		this.origin = time.nanoTime();
	}

	static RecentRestarts of(Node node) {
		RecentRestarts restarts = new RecentRestarts(node.host().time());
		node.view().addListener(restarts);
		return restarts;
	}

	@Override
	public void onEvent(NodeEvent event) {
		if (event instanceof SupervisorEvent.RestartGranted) {
			this.lock.lock();
			try {
				this.counts[slot(forget())]++;
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	long lastMinute() {
		this.lock.lock();
		try {
			forget();
			long sum = 0;
			for (long count : this.counts) {
				sum += count;
			}
			return sum;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Clear the counters of the seconds that have begun since the last look. */
	private long forget() {
		long now = (this.time.nanoTime() - this.origin) / NANOS;
		for (long second = Math.max(this.last + 1, now - SECONDS + 1); second <= now; second++) {
			this.counts[slot(second)] = 0;
		}
		this.last = now;
		return now;
	}

	private static int slot(long second) {
		return (int) (second % SECONDS);
	}

}
