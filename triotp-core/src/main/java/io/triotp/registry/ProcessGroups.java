package io.triotp.registry;

import java.util.List;

import io.triotp.process.BehaviourHost;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.MailboxFullException;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.Self;

/**
 * Groups of processes by topic, and messages published to all members of one. A process
 * leaves its groups when it ends.
 *
 * @param <T> the topics
 */
public final class ProcessGroups<T> {

	private final BehaviourHost node;

	private final ProcessRegistry<T, Boolean> members;

	/**
	 * Create groups without members.
	 * @param node whose processes
	 */
	public ProcessGroups(Processes node) {
		this.node = node.host();
		this.members = ProcessRegistry.duplicate(node);
	}

	/**
	 * Make the calling process a member; joining twice does nothing.
	 * @param topic the topic
	 * @throws IllegalStateException if the calling thread runs no process of this node
	 */
	public void join(T topic) {
		if (this.members.values(topic, Self.current().pid()).isEmpty()) {
			this.members.register(topic, true);
		}
	}

	/**
	 * End the membership of the calling process; nothing happens if it is no member.
	 * @param topic the topic
	 * @throws IllegalStateException if the calling thread runs no process of this node
	 */
	public void leave(T topic) {
		this.members.unregister(topic);
	}

	/**
	 * {@return the members of a group, oldest process first}
	 * @param topic the topic
	 */
	public List<Pid> members(T topic) {
		return this.members.lookup(topic).stream().map(ProcessRegistry.Entry::pid).toList();
	}

	/**
	 * Send a message to every member of a group. A member whose mailbox refuses does not
	 * keep others from getting it; what it would have got is a dead letter.
	 * @param topic the topic
	 * @param message the message
	 * @return how many it was sent to
	 */
	public int publish(T topic, Object message) {
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
