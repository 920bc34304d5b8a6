package io.triotp.process;

/**
 * Thrown to code that continues after its process was killed and tries to act as that
 * process. Nothing was sent, registered or started.
 */
public final class ProcessExitedException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	ProcessExitedException(Pid pid, ExitReason reason) {
		super(pid + " has ended (" + reason + ") and can no longer act");
	}

}
