package io.triotp.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * A figure of ours to reach: beside that of a peer, beside another of ours, or by itself.
 *
 * @param figure what is measured
 * @param peer the figure it is divided by, or {@code null} for none
 * @param limit the ratio, or without a peer the value, to reach; {@code null} if it is
 * only shown
 * @param more whether more is better
 */
record Goal(String figure, @Nullable Peer peer, @Nullable Double limit, boolean more) {

	/** Our own label. */
	static final String OURS = "ours";

	/** Whichever bare baseline is faster. */
	static final String BARE = "bare";

	/**
	 * What a figure is divided by.
	 *
	 * @param contender the label of a contender, or {@link #BARE}
	 * @param figure one of its figures
	 */
	record Peer(String contender, String figure) {

		/**
		 * {@return who it is, or which figure if it is ours}
		 */
		String label() {
			return this.contender.equals(OURS) ? this.figure : this.contender;
		}

	}

	static Goal atMost(String figure, double limit) {
		return new Goal(figure, null, limit, false);
	}

	static Goal atMost(String figure, String contender, double limit) {
		return new Goal(figure, new Peer(contender, figure), limit, false);
	}

	/**
	 * {@return a goal between two of our own figures}
	 * @param figure what may not take much longer
	 * @param other than what
	 * @param limit how many times as long at most
	 */
	static Goal atMostTimes(String figure, String other, double limit) {
		return new Goal(figure, new Peer(OURS, other), limit, false);
	}

	static Goal atLeast(String figure, String contender, double limit) {
		return new Goal(figure, new Peer(contender, figure), limit, true);
	}

	static Goal shown(String figure) {
		return new Goal(figure, null, null, false);
	}

	static Goal shown(String figure, String contender) {
		return new Goal(figure, new Peer(contender, figure), null, false);
	}

	static Goal shownBeside(String figure, String other) {
		return new Goal(figure, new Peer(OURS, other), null, false);
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
		return (this.peer != null) ? this.figure + " vs " + this.peer.label() : this.figure;
	}

}
