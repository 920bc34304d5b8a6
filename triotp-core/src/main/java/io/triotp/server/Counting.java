package io.triotp.server;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * Counts messages and replies. Used by the process of the server only.
 */
final class Counting implements Predicate<SysEvent> {

	private final long since;

	private long in;

	private long out;

	Counting(long now) {
		this.since = now;
	}

	@Override
	public boolean test(SysEvent event) {
		switch (event) {
			case SysEvent.In message -> this.in++;
			case SysEvent.Out reply -> this.out++;
			case SysEvent.NoReply none -> {
			}
			case SysEvent.Continue none -> {
			}
		}
		return true;
	}

	SysStatistics at(long now) {
		return new SysStatistics(Duration.ofNanos(now - this.since), this.in, this.out);
	}

}
