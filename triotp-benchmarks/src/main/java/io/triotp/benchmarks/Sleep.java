package io.triotp.benchmarks;

/**
 * What a handler does that waits for a database.
 */
final class Sleep {

	private Sleep() {
	}

	static Object aMillisecond() {
		try {
			Thread.sleep(1);
			return "slept";
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return "interrupted";
		}
	}

}
