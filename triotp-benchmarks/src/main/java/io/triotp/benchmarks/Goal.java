package io.triotp.benchmarks;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A figure to reach: ours beside that of a peer, or by itself.
 *
 * @param figure what is measured
 * @param peer beside whom: the label of a contender, {@link #BARE}, or {@code null} for
 * nobody
 * @param limit the ratio, or without a peer the value, to reach; {@code null} if it is
 * only shown
 * @param more whether more is better
 */
record Goal(String figure, @Nullable String peer, @Nullable Double limit, boolean more) {

	/** Whichever bare baseline is faster. */
	static final String BARE = "bare";

	/** The figures to reach, in the order of the table. */
	static final List<Goal> ALL = List.of(atMost("call-1:1", "erlang", 0.75), atMost("call-1:1", BARE, 1.4),
			atMost("call-1:1", "pekko", 0.1), atMost("call-100:1", "erlang", 0.5), atMost("call-100:1", "pekko", 0.5),
			shown("call-100:1", BARE), atMost("call-100-pairs", "erlang", 0.5), atMost("call-100-pairs", "pekko", 0.5),
			shown("call-100-pairs", BARE), atMost("call-platform", "pekko", 0.6), shown("call-platform", BARE),
			shown("call-handler", "erlang"), shown("call-handler", "pekko"), shown("call-handler", BARE),
			atMost("cast-1", "pekko", 0.6), atMost("cast-1", "erlang", 0.5), atMost("cast-1", BARE, 2),
			atMost("cast-4", "pekko", 0.6), atMost("cast-4", "erlang", 0.5), atMost("cast-4", BARE, 2),
			atMost("idle-bytes", null, 400), shown("idle-bytes", "erlang"), shown("idle-bytes", "pekko"),
			shown("idle-bytes", BARE), shown("idle-bytes-named", null), atMost("million-heap", null, 512),
			atMost("spawn", "erlang", 0.7), shown("spawn", "pekko"), shown("spawn", BARE),
			atMost("crash-restart", "erlang", 1), shown("crash-restart", "pekko"),
			atMost("one-for-all-10k", "erlang", 2), atMost("stop-100k", "erlang", 2), shown("stop-100k", "pekko"),
			shown("start-100k", "erlang"), shown("start-100k", "pekko"), atLeast("blocked-1000", "ideal", 0.9),
			atLeast("blocked-1000", "sleep", 0.9), shown("blocked-1000", "erlang"), shown("blocked-1000", BARE),
			atMost("cast-1-allocated", null, 64), atMost("cast-4-allocated", null, 64),
			atMost("call-1:1-allocated", null, 450), shown("call-1:1-allocated", "pekko"),
			shown("call-1:1-allocated", "activation"), shown("call-1:1-allocated", "thread"),
			shown("call-1:1-carriers-1", null), shown("call-1:1-carriers-2", null), shown("call-1:1-carriers-4", null),
			shown("call-100-pairs-carriers-1", null), shown("call-100-pairs-carriers-2", null),
			shown("call-100-pairs-carriers-4", null), shown("cast-4-carriers-1", null),
			shown("cast-4-carriers-2", null), shown("cast-4-carriers-4", null));

	private static Goal atMost(String figure, @Nullable String peer, double limit) {
		return new Goal(figure, peer, limit, false);
	}

	private static Goal atLeast(String figure, String peer, double limit) {
		return new Goal(figure, peer, limit, true);
	}

	private static Goal shown(String figure, @Nullable String peer) {
		return new Goal(figure, peer, null, false);
	}

	/**
	 * {@return whether it is reached}
	 * @param value the ratio, or without a peer the value
	 */
	boolean isReached(double value) {
		return this.limit != null && (this.more ? value >= this.limit : value <= this.limit);
	}

	@Override
	public String toString() {
		return (this.peer != null) ? this.figure + " vs " + this.peer : this.figure;
	}

}
