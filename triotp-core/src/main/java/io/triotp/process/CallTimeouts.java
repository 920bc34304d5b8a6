package io.triotp.process;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.triotp.time.TimeSource;
import io.triotp.time.TimeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the calls that were given up because their time was over, and logs them: of each
 * server and type of request one line in ten seconds, which tells how many there were
 * since the last.
 */
final class CallTimeouts {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.calltimeout");

	private static final Duration LOG_EVERY = Duration.ofSeconds(10);

	/** The kinds that were logged last are known. */
	private static final int KINDS = 500;

	private final TimeSource time;

	private final LongAdder count = new LongAdder();

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by lock; the kind that was logged longest ago comes first. */
	private final Map<Kind, Line> lines = new LinkedHashMap<>();

	CallTimeouts(TimeSource time) {
		this.time = time;
	}

	long count() {
		return this.count.sum();
	}

	/**
	 * Counts a call.
	 * @param server who did not answer
	 * @param request what was asked; the log has only its type
	 * @param timeout how long the caller waited
	 * @param where where the time went, half a sentence; asked for only if it is logged
	 */
	void add(ProcessCell server, Object request, Duration timeout, Supplier<String> where) {
		this.count.increment();
		String type = ReportName.of(request);
		long before = notLoggedBefore(new Kind(server.path(), type));
		if (before >= 0) {
			log(server, type, timeout, where, before);
		}
	}

	/**
	 * {@return how many of a kind were not logged before this one, negative if this one
	 * is not to be logged}
	 */
	private long notLoggedBefore(Kind kind) {
		long now = this.time.nanoTime();
		this.lock.lock();
		try {
			Line last = this.lines.get(kind);
			if (last != null && now - last.at < LOG_EVERY.toNanos()) {
				last.since++;
				return -1;
			}
			this.lines.remove(kind);
			this.lines.put(kind, new Line(now));
			if (this.lines.size() > KINDS) {
				this.lines.remove(this.lines.keySet().iterator().next());
			}
			return (last != null) ? last.since : 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void log(ProcessCell server, String type, Duration timeout, Supplier<String> where, long before) {
		try {
			logger.warn("{} ({}, {}) has not answered a {} within {}: {}{}", server.path(), server,
					server.type().getName(), type, TimeText.of(timeout), where.get(), more(before));
		}
		catch (Throwable ex) {
			// A broken appender must not affect the caller.
		}
	}

	private static String more(long before) {
		return switch ((int) Math.min(before, 2)) {
			case 0 -> "";
			case 1 -> ". There was one more since this was last logged";
			default -> ". There were " + before + " more since this was last logged";
		};
	}

	/**
	 * Calls that have one line in the log.
	 *
	 * @param path the server
	 * @param request the type of the request
	 */
	private record Kind(String path, String request) {
	}

	/** The last line of a kind, and what has come since. */
	private static final class Line {

		private final long at;

		private long since;

		Line(long at) {
			this.at = at;
		}

	}

}
