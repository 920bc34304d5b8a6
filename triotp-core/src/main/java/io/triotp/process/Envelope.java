package io.triotp.process;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One message on its way through one mailbox. The envelope is itself the node of the
 * mailbox's list, so a message costs one object and an envelope can be sent only once.
 * Behaviours subclass it for their own kinds of messages.
 */
public abstract class Envelope {

	/**
	 * The neighbour in the mailbox: in the inbox the message sent before this one, in the
	 * outbox the one sent after it. Written by the sender before it publishes the
	 * envelope, then only by the receiving process.
	 */
	@Nullable Envelope next;

	/**
	 * In the inbox: how many messages there are from this one down; in the outbox: how
	 * many are left, including this one.
	 */
	int depth;

	/**
	 * Creates an envelope.
	 */
	protected Envelope() {
	}

	/**
	 * {@return the user's message; plain processes receive it, reports name its type}
	 */
	public abstract Object content();

	/**
	 * Called once if the message will never be handled, on whichever thread finds out.
	 * Must neither block nor throw.
	 * @param why what became of it
	 * @param exit the exit reason of the receiver, if its end is the cause
	 */
	protected void undelivered(DeadLetterReason why, ExitReason exit) {
	}

	/**
	 * Called before it is {@linkplain BehaviourHost#offer offered} to a receiver that was
	 * not known when it was made, and when it is kept until there is one. Does nothing
	 * unless overridden; must neither block nor throw.
	 * @param receiver who gets it, unless it takes no more messages; or who must see to
	 * it that there is a receiver
	 */
	public void addressedTo(Pid receiver) {
		Objects.requireNonNull(receiver, "receiver");
	}

	/**
	 * {@return what it carries for the observers of the node, or {@code null} if nothing}
	 */
	public @Nullable Traces traces() {
		return null;
	}

	/**
	 * {@return the sender, named in crash reports, or {@code null} if the envelope does
	 * not know it}
	 */
	protected @Nullable Pid sender() {
		return null;
	}

	/**
	 * {@return whether only a behaviour can handle this; a plain process that finds it in
	 * its mailbox returns it as undelivered}
	 */
	protected boolean isForBehaviours() {
		return false;
	}

	/**
	 * {@return whether it counts as a dead letter if it is never handled}
	 */
	protected boolean countsAsDeadLetter() {
		return true;
	}

}
