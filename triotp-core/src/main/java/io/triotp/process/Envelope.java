package io.triotp.process;

import org.jspecify.annotations.Nullable;

/**
 * One message on its way through one mailbox. The envelope is itself the node of the
 * mailbox's list, so a message costs one object; it can therefore be sent only once.
 * Behaviours subclass it to tell their own kinds of message apart.
 */
public abstract class Envelope {

	/**
	 * The neighbour in the mailbox. In the inbox it is the message sent before this one,
	 * in the outbox the one sent after it. Written by the sender before it publishes the
	 * envelope, then by the receiving process only.
	 */
	@Nullable Envelope next;

	/**
	 * In the inbox: how many messages lie here and below; in the outbox: how many are
	 * left with this one.
	 */
	int depth;

	/**
	 * For subclasses.
	 */
	protected Envelope() {
	}

	/**
	 * {@return the message of the user; plain processes receive it, reports name its
	 * type}
	 */
	public abstract Object content();

	/**
	 * Called once if the message will never be handled, by whichever thread finds out.
	 * Must neither block nor throw.
	 * @param why what became of it
	 * @param exit the exit reason of the receiver, if that is why
	 */
	protected void undelivered(DeadLetterReason why, ExitReason exit) {
	}

	/**
	 * {@return who sent it, if it is an envelope that knows; crash reports name it}
	 */
	protected @Nullable Pid sender() {
		return null;
	}

	/**
	 * {@return whether only a behaviour can do something with this: a plain process that
	 * finds it in its mailbox returns it as undelivered}
	 */
	protected boolean isForBehaviours() {
		return false;
	}

	/**
	 * {@return whether a receiver that will not handle this is a loss to be counted}
	 */
	protected boolean countsAsDeadLetter() {
		return true;
	}

}
