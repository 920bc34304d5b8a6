package io.triotp.server;

import java.util.Optional;

import io.triotp.process.Pid;

/**
 * What a server does, as functions see it that are installed with {@link Sys} (OTP Y6).
 * Events carry the contents of messages: mind where they are written.
 */
public sealed interface SysEvent {

	/**
	 * A message came, its callback has not been called yet.
	 *
	 * @param kind which callback it is for
	 * @param message the request, the cast or whatever else was sent
	 * @param from the caller; empty if it is no process, or the message no call
	 */
	record In(Kind kind, Object message, Optional<Pid> from) implements SysEvent {
	}

	/**
	 * The callback has answered its call; the caller has not been told yet. An answer
	 * that comes later, through {@link From}, is not seen.
	 *
	 * @param request the request
	 * @param answer the answer
	 * @param to the caller; empty if it is no process
	 */
	record Out(Object request, CallResult.Answer answer, Optional<Pid> to) implements SysEvent {
	}

	/**
	 * The callback has not answered, and the server goes on.
	 */
	record NoReply() implements SysEvent {
	}

	/**
	 * The server continues; it is no message.
	 *
	 * @param continuation what {@code handleContinue} is about to be given
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
