package io.triotp.benchmarks;

/**
 * The heap of this JVM.
 */
final class Heap {

	private static final int COLLECTIONS = 5;

	private Heap() {
	}

	/**
	 * {@return the bytes in use after full collections}
	 */
	static long used() {
		Runtime jvm = Runtime.getRuntime();
		long least = Long.MAX_VALUE;
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
			least = Math.min(least, jvm.totalMemory() - jvm.freeMemory());
		}
		return least;
	}

}
