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
 * @param behaviour the class of its code
 * @param state what it is doing
 * @param mailboxSize how many messages wait
 * @param handled how many messages it has handled
 * @param startedAt when it was started, in milliseconds of the epoch
 * @param current the message it is working on, if its behaviour tells
 */
public record ProcessInfo(Pid pid, List<String> names, Optional<String> label, Optional<Pid> parent, Class<?> behaviour,
		State state, int mailboxSize, long handled, long startedAt, Optional<Object> current) {

	/**
	 * {@return its place in the tree, such as {@code shop/orders/worker}: its label with
	 * those of its living parents in front; the class of its code if it has no label}
	 */
	public String path() {
		return this.pid.path();
	}

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
