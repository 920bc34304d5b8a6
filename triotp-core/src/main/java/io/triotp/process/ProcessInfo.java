package io.triotp.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot of what can be seen of a process from outside, taken without sending it a
 * message.
 *
 * @param pid its identity
 * @param names the names it is registered under
 * @param label its name for people, if it has one
 * @param parent the process that started it with a link, if any
 * @param behaviour the class of its code
 * @param state what it is doing
 * @param mailboxSize how many messages wait
 * @param handled how many messages it has handled
 * @param startedAt when it was started, in milliseconds since the epoch
 * @param current the message it is working on, if known
 * @param working how long it has been working on that, or in its {@code init} or
 * {@code terminate}, within about half a second; empty if it works on nothing, is
 * suspended or is a plain process. Time in which the machine stood still does not count
 */
public record ProcessInfo(Pid pid, List<String> names, Optional<String> label, Optional<Pid> parent, Class<?> behaviour,
		State state, int mailboxSize, long handled, long startedAt, Optional<Object> current,
		Optional<Duration> working) {

	/**
	 * {@return its place in the tree, such as {@code shop/orders/worker}: its label
	 * preceded by those of its live parents; the class of its code if it has no label}
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

		/** It is waiting for a message. */
		WAITING,

		/**
		 * It has messages and no thread yet: it waits for a carrier thread of the JVM,
		 * all of which are busy or pinned.
		 */
		RUNNABLE,

		/** Its code is running. */
		RUNNING,

		/** It handles no messages until it is resumed. */
		SUSPENDED,

		/** It has ended; its exit is being reported. */
		EXITING

	}

}
