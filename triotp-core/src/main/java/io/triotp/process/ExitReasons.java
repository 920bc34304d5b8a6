package io.triotp.process;

/**
 * The shared instances of the reasons without content.
 */
final class ExitReasons {

	static final ExitReason NORMAL = new ExitReason.Normal();

	static final ExitReason SHUTDOWN = new ExitReason.Shutdown(null);

	static final ExitReason KILLED = new ExitReason.Killed();

	static final ExitReason NO_PROCESS = new ExitReason.NoProcess();

	private ExitReasons() {
	}

}
