package io.triotp.process;

import org.jspecify.annotations.Nullable;

/**
 * Sees the messages of a node on their way: when they are sent, while they are handled,
 * and how their sending ends. It can give a message something to carry to its handler,
 * such as the context of a trace. Set on the node ({@link NodeOptions#observers()}); a
 * node without observers pays nothing for them.
 *
 * <p>
 * Seen are calls, requests, casts and messages sent with {@code send}; each callback of a
 * server, also those of supervisors and agents; and tasks. A message to a plain process
 * is seen being sent only, a message of a timer being handled only. Not seen are requests
 * of {@code Sys} and messages that are dropped without being handled.
 *
 * <p>
 * Any number of threads call it at the same time: those of the senders, of the processes
 * and of the clients, never while a lock of the library is held. It should not block,
 * because who sends or handles waits for it. What it throws is logged and otherwise
 * ignored. It must not change the message.
 */
public interface MessageObserver {

	/**
	 * A message is about to be sent. Called on the thread of the sender. Does nothing
	 * unless overridden.
	 * @param message the message
	 * @return what it carries to its handler, or {@code null} if this observer has
	 * nothing for it
	 */
	default @Nullable Trace sending(SentMessage message) {
		return null;
	}

	/**
	 * A message is about to be handled. Called on the thread of the process that handles
	 * it. Does nothing unless overridden.
	 * @param message the message
	 * @param trace what this observer gave the message when it was sent; a continuation
	 * has that of the message it follows; {@code null} if there is none
	 * @return who hears of the end, or {@code null} if nobody needs to
	 */
	default @Nullable Handling handling(HandledMessage message, @Nullable Trace trace) {
		return null;
	}

	/**
	 * What a message carries from its sender to its handler, and who hears of the end of
	 * its sending.
	 */
	interface Trace {

		/**
		 * The sending has ended; called once. For a call, its caller goes on: called on
		 * its thread. For a request sent without waiting, somebody has got its reply or
		 * given it up: called on that thread, or, if nobody waits yet, on the one that
		 * answers, ends the server or refuses the request. For everything else, the
		 * message was accepted or refused, or the server has started: called on the
		 * thread of the sender. Does nothing unless overridden.
		 * @param failure what the sender gets thrown, or {@code null} if it gets a result
		 */
		default void ended(@Nullable Throwable failure) {
		}

		/**
		 * Runs code of the library on behalf of the message, on any thread: the report of
		 * a crash, so that its log line has the context of the message. Must run it once,
		 * on the calling thread. Only runs it unless overridden.
		 * @param code what to run
		 */
		default void within(Runnable code) {
			code.run();
		}

	}

	/**
	 * Hears of the end of one handling.
	 */
	@FunctionalInterface
	interface Handling {

		/**
		 * The code has returned; called once, on the thread that called
		 * {@link MessageObserver#handling}, before the caller gets its answer. Of several
		 * observers, the one called last then is called first here.
		 * @param outcome how it ended
		 */
		void ended(HandlingOutcome outcome);

	}

}
