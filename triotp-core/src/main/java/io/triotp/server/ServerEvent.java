package io.triotp.server;

import java.time.Duration;
import java.util.Optional;

import io.triotp.process.NodeEvent;
import io.triotp.process.Pid;
import io.triotp.process.Stamp;

/**
 * Something that happened to a server.
 */
public sealed interface ServerEvent extends NodeEvent {

	/**
	 * A caller has given up a call because its time was over. Reported on the thread of
	 * the caller.
	 *
	 * @param stamp when and where it happened; the path is that of the server
	 * @param pid the server
	 * @param behaviour the class of its code
	 * @param request what reports call the request: mostly the name of its class
	 * @param timeout how long the caller waited
	 * @param stage where the call was
	 * @param message what reports call the message the server was working on, if any
	 * @param working how long it had been working on it; 0 if it was not
	 * @param mailboxSize how many messages waited
	 * @param caller the calling process, if it was one
	 */
	record CallTimedOut(Stamp stamp, Pid pid, Class<?> behaviour, String request, Duration timeout, Stage stage,
			Optional<String> message, Duration working, int mailboxSize, Optional<Pid> caller) implements ServerEvent {
	}

	/**
	 * How far a call has come.
	 */
	enum Stage {

		/** It waits in the mailbox. */
		QUEUED,

		/** The server works on it. */
		HANDLED,

		/** The server has put its answer off, and owes it. */
		DEFERRED

	}

}
