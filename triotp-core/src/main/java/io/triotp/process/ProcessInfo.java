package io.triotp.process;

import java.util.List;
import java.util.Optional;

/**
 * What can be seen of a process from outside, read without asking it.
 *
 * @param pid its identity
 * @param names the names it is registered under
 * @param label what people call it
 * @param parent the process that started it
 * @param type the class of its code
 * @param state what it is doing
 * @param mailboxSize how many messages wait
 * @param handled how many messages it has handled
 * @param startedAt when it was started, in milliseconds of the epoch
 * @param current the message it is working on, if its behaviour tells
 */
public record ProcessInfo(Pid pid, List<String> names, Optional<String> label, Optional<Pid> parent, Class<?> type,
		State state, int mailboxSize, long handled, long startedAt, Optional<Object> current) {

	/**
	 * What a process is doing.
	 */
	public enum State {

		/** Its {@code init} has not returned. */
		STARTING,

		/** It waits for a message. */
		WAITING,

		/** Its code runs. */
		RUNNING,

		/** It takes no messages until it is resumed. */
		SUSPENDED,

		/** It has ended, its exit is being published. */
		EXITING

	}

}
