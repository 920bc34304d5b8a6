package io.triotp.registry;

import java.util.List;
import java.util.Objects;

import io.triotp.process.BehaviourHost;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.MailboxFullException;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.Self;

/**
 * Groups of processes by topic. A message can be published to all members of a group. A
 * process leaves its groups when it ends.
 *
 * @param <T> the type of the topics
 */
public final class ProcessGroups<T> {

	private final BehaviourHost node;

	private final ProcessRegistry<T, Boolean> members;

	/**
	 * Creates groups without members.
	 * @param node the node the members live in
	 */
	public ProcessGroups(Processes node) {
		Objects.requireNonNull(node, "node");
		this.node = node.host();
		this.members = ProcessRegistry.duplicate(node);
	}

	/**
	 * Makes the calling process a member. Joining twice does nothing.
	 * @param topic the topic
	 * @throws IllegalStateException if the calling thread runs no process of this node
	 */
	public void join(T topic) {
		Objects.requireNonNull(topic, "topic");
		if (this.members.values(topic, Self.current().pid()).isEmpty()) {
			this.members.register(topic, true);
		}
	}

	/**
	 * Ends the membership of the calling process. Does nothing if it is not a member.
	 * @param topic the topic
	 * @throws IllegalStateException if the calling thread runs no process of this node
	 */
	public void leave(T topic) {
		Objects.requireNonNull(topic, "topic");
		this.members.unregister(topic);
	}

	/**
	 * {@return the members of a group, oldest process first}
	 * @param topic the topic
	 */
	public List<Pid> members(T topic) {
		Objects.requireNonNull(topic, "topic");
		return this.members.lookup(topic).stream().map(ProcessRegistry.Entry::pid).toList();
	}

	/**
	 * Sends a message to every member of a group. If the mailbox of a member is full, its
	 * copy becomes a dead letter and the other members still get theirs.
	 * @param topic the topic
	 * @param message the message
	 * @return the number of members it was sent to
	 */
	public int publish(T topic, Object message) {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(message, "message");
		int sent = 0;
		for (Pid member : members(topic)) {
			try {
				this.node.send(member, message);
				sent++;
			}
			catch (MailboxFullException ex) {
				this.node.countDeadLetter(member, message, DeadLetterReason.MAILBOX_FULL);
			}
		}
		return sent;
	}

}
