package io.triotp.process;

/**
 * The reasons without content, one object each.
 */
final class ExitReasons {

	static final ExitReason NORMAL = new ExitReason.Normal();

	static final ExitReason SHUTDOWN = new ExitReason.Shutdown(null);

	static final ExitReason KILLED = new ExitReason.Killed();

	static final ExitReason NO_PROCESS = new ExitReason.NoProcess();

	private ExitReasons() {
	}

}
