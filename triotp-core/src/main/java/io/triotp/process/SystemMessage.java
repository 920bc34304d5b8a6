package io.triotp.process;

/**
 * What the node itself puts into mailboxes.
 */
public sealed interface SystemMessage {

	/**
	 * A linked process ended, or somebody sent an exit signal, and the receiver traps
	 * exits (OTP L7).
	 *
	 * @param from the process that ended or sent the signal
	 * @param reason its reason
	 */
	record Exit(Pid from, ExitReason reason) implements SystemMessage {
	}

	/**
	 * A monitored process ended (OTP M2).
	 *
	 * @param ref the monitor, which is used up by this message
	 * @param pid the process that ended; a process that never lived if it was monitored
	 * by a name that nobody had
	 * @param reason its reason, {@code noproc} if it had ended before it was monitored
	 */
	record Down(MonitorRef ref, Pid pid, ExitReason reason) implements SystemMessage {
	}

	/**
	 * A timer made with {@link Self#startTimer} has fired (OTP T1).
	 *
	 * @param timer the timer
	 * @param message what it was given
	 */
	record Timeout(TimerRef timer, Object message) implements SystemMessage {
	}

}
