package io.triotp.process;

/**
 * Code of a process went on after that process had been killed, and tried to act in its
 * name. Nothing was sent, registered or started.
 */
public final class ProcessExitedException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	ProcessExitedException(Pid pid, ExitReason reason) {
		super(pid + " has ended (" + reason + ") and can no longer act");
	}

}
