package io.triotp.process;

/**
 * A message that the node itself puts into a mailbox.
 */
public sealed interface SystemMessage {

	/**
	 * A linked process ended, or a process or thread sent an exit signal, and the
	 * receiver traps exits (OTP L7).
	 *
	 * @param from the process that ended or sent the signal
	 * @param reason its reason
	 */
	record Exit(Pid from, ExitReason reason) implements SystemMessage {
	}

	/**
	 * A monitored process ended (OTP M2).
	 *
	 * @param ref the monitor, which ends with this message
	 * @param pid the process that ended; a process that never lived if the monitored name
	 * was free
	 * @param reason its reason, {@code noproc} if it had ended before it was monitored
	 */
	record Down(MonitorRef ref, Pid pid, ExitReason reason) implements SystemMessage {
	}

	/**
	 * A timer started with {@link Self#startTimer} has fired (OTP T1).
	 *
	 * @param timer the timer
	 * @param message the message given to it
	 */
	record Timeout(TimerRef timer, Object message) implements SystemMessage {
	}

}
