package io.triotp.server;

import java.util.Optional;

import io.triotp.process.Pid;

/**
 * Something a server does, as seen by functions installed with {@link Sys} (OTP Y6).
 * Events carry the contents of messages: take care where you write them.
 */
public sealed interface SysEvent {

	/**
	 * A message has come; its callback has not been called yet.
	 *
	 * @param kind which callback it is for
	 * @param message the request, the cast or whatever else was sent
	 * @param from the caller; empty if it is not a process or the message is not a call
	 */
	record In(Kind kind, Object message, Optional<Pid> from) implements SysEvent {
	}

	/**
	 * The callback has answered its call; the caller has not got the answer yet. A later
	 * answer, through {@link From}, is not seen.
	 *
	 * @param request the request
	 * @param answer the answer
	 * @param to the caller; empty if it is not a process
	 */
	record Out(Object request, CallResult.Answer answer, Optional<Pid> to) implements SysEvent {
	}

	/**
	 * The callback has not answered, and the server goes on.
	 */
	record NoReply() implements SysEvent {
	}

	/**
	 * The server continues; this is not a message.
	 *
	 * @param continuation what {@code handleContinue} is about to get
	 */
	record Continue(Object continuation) implements SysEvent {
	}

	/**
	 * Which callback a message is for.
	 */
	enum Kind {

		/** {@code handleCall}. */
		CALL,

		/** {@code handleCast}. */
		CAST,

		/** {@code handleInfo}. */
		INFO

	}

}
