package io.triotp.spring.boot.actuate;

import java.util.HashMap;
import java.util.Map;

import io.triotp.process.ProcessGlance;
import org.jspecify.annotations.Nullable;

/**
 * Tells which processes stall: messages wait, and for too long no other was begun. One
 * look sees only how many a process has begun so far, so each continues the one before.
 */
final class Stalls {

	private final long stalledAfter;

	private final Map<Long, Begun> before;

	private final Map<Long, Begun> now = new HashMap<>();

	private final long at;

	private Stalls(long stalledAfter, Map<Long, Begun> before, long at) {
		this.stalledAfter = stalledAfter;
		this.before = before;
		this.at = at;
	}

	/**
	 * {@return the first look}
	 * @param stalledAfter how long nothing may be begun, in nanoseconds
	 * @param at when it is, in nanoseconds
	 */
	static Stalls first(long stalledAfter, long at) {
		return new Stalls(stalledAfter, Map.of(), at);
	}

	/**
	 * {@return the look after this one}
	 * @param at when it is, in nanoseconds
	 */
	Stalls next(long at) {
		return new Stalls(this.stalledAfter, this.now, at);
	}

	boolean isStalled(ProcessGlance process) {
		if (process.mailboxSize() == 0) {
			return false;
		}
		Long id = process.pid().id();
		@Nullable Begun known = this.before.get(id);
		Begun begun = (known != null && known.handled() == process.handled()) ? known
				: new Begun(process.handled(), this.at);
		this.now.put(id, begun);
		return this.at - begun.since() > this.stalledAfter;
	}

	/**
	 * How far a process had come.
	 *
	 * @param handled how many messages it had begun
	 * @param since when that was first seen
	 */
	private record Begun(long handled, long since) {
	}

}
