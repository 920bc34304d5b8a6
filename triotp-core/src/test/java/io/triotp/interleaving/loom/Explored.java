package io.triotp.interleaving.loom;

/**
 * What runs a test once, under one scheduler. The woven classes have one, and see here
 * only what they share with those that are not.
 */
public interface Explored {

	/**
	 * Runs the test.
	 * @param test the test
	 * @throws Throwable if it fails
	 */
	void explore(Body test) throws Throwable;

	/**
	 * {@return how often the test met what it looks for, in the order of its windows}
	 */
	java.util.Set<String> windows();

	/** A test. */
	@FunctionalInterface
	interface Body {

		/**
		 * Runs.
		 * @throws Throwable if it fails
		 */
		void run() throws Throwable;

	}

}
