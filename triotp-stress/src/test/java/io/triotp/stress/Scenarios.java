package io.triotp.stress;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * How much Lincheck tries. It runs one thread at a time and switches at each access to
 * shared memory.
 */
public final class Scenarios {

	private static final int ITERATIONS = Integer.getInteger("lincheck.iterations", 30);

	private static final int INVOCATIONS = Integer.getInteger("lincheck.invocations", 2_000);

	private Scenarios() {
	}

	/**
	 * {@return options for two threads of the platform: Lincheck knows no virtual ones}
	 */
	public static ModelCheckingOptions twoThreads() {
		return new ModelCheckingOptions().iterations(ITERATIONS)
			.invocationsPerIteration(INVOCATIONS)
			.threads(2)
			.actorsBefore(3)
			.actorsPerThread(3)
			.actorsAfter(3);
	}

}
