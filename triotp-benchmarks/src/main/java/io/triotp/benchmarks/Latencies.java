package io.triotp.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * How long each of many calls took. Each place is written by one thread only.
 */
final class Latencies {

	/** Instead of the time of a call that got no answer. */
	static final long UNANSWERED = 5_000_000_000L;

	private final long[] nanos;

	Latencies(int calls) {
		this.nanos = new long[calls];
		Arrays.fill(this.nanos, UNANSWERED);
	}

	private Latencies(long[] nanos) {
		this.nanos = nanos;
	}

	/**
	 * {@return calls made one after the other}
	 * @param nanos how long each took
	 */
	static Latencies of(List<Long> nanos) {
		return new Latencies(nanos.stream().mapToLong((each) -> each).toArray());
	}

	void answered(int call, long took) {
		this.nanos[call] = took;
	}

	/**
	 * {@return how many calls got an answer, in percent}
	 */
	double answered() {
		return 100.0 * Arrays.stream(this.nanos).filter((each) -> each < UNANSWERED).count() / this.nanos.length;
	}

	/**
	 * {@return the microseconds that a share of the calls did not exceed}
	 * @param shares the shares, each at most 1
	 */
	double[] percentiles(double... shares) {
		long[] sorted = this.nanos.clone();
		Arrays.sort(sorted);
		return Arrays.stream(shares).map((share) -> sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e3).toArray();
	}

	/**
	 * Print three percentiles in microseconds.
	 * @param contender who was measured
	 * @param figure what
	 */
	void print(String contender, String figure) {
		double[] values = percentiles(0.5, 0.99, 0.999);
		new Figure(contender, figure + "-p50", values[0], "us").print();
		new Figure(contender, figure + "-p99", values[1], "us").print();
		new Figure(contender, figure + "-p99.9", values[2], "us").print();
	}

}
