package io.triotp.process;

/**
 * Why a message was never handled.
 */
public enum DeadLetterReason {

	/** The receiver had ended before the message was sent. */
	NO_PROCESS,

	/** The receiver ended with the message in its mailbox. */
	PROCESS_EXITED,

	/** The mailbox was full and its overflow policy drops messages. */
	MAILBOX_FULL,

	/** A reply came after its caller had stopped waiting. */
	LATE_REPLY,

	/** The caller had given up before the server came to its call. */
	ABANDONED,

	/** A process that had been killed tried to send. */
	SENDER_EXITED,

	/** The receiver does not understand this kind of message. */
	NOT_UNDERSTOOD,

	/** The change it was sent with could not be stored, or its handler failed. */
	NOT_COMMITTED

}
