package io.triotp.spring.boot.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.triotp.durable.DurableStatus;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * A part of the supervision trees of a node, as a flat map. What has no value is left
 * out.
 *
 * @param generatedAt when it was looked at
 * @param roots the ids of the nodes to begin with
 * @param depth how many levels are shown
 * @param limit how many nodes are shown at most
 * @param returned how many nodes are shown
 * @param truncated whether there is more than is shown
 * @param nextCursor asks for the next children of the root
 * @param nodes the nodes by id, level by level, siblings in start order
 * @param warnings why something is missing that was asked for
 */
public record TreeDescriptor(Instant generatedAt, List<String> roots, int depth, int limit, int returned,
		boolean truncated, @Nullable String nextCursor, Map<String, NodeDescriptor> nodes,
		List<String> warnings) implements View {

	@Override
	public String toText() {
		return new TreeText(this).toString();
	}

	/**
	 * {@return the same as a flowchart in the language of Mermaid; at most 300 nodes}
	 */
	public String toMermaid() {
		return TreeDiagram.mermaid(this);
	}

	/**
	 * {@return the same as a graph in the language DOT of Graphviz; at most 300 nodes}
	 */
	public String toDot() {
		return TreeDiagram.dot(this);
	}

	/**
	 * One place in a tree.
	 *
	 * @param path the place
	 * @param name the id in its supervisor
	 * @param kind what it is
	 * @param strategy who is restarted with whom
	 * @param maxRestarts how many restarts its supervision allows
	 * @param period in which time
	 * @param restartsInPeriod how many restarts count now
	 * @param restart its restart rule
	 * @param shutdown how it is stopped
	 * @param state what it is doing
	 * @param restartAt when it is started again
	 * @param mailbox how many messages wait for it
	 * @param capacity how many may wait for it, if that is limited
	 * @param workingSeconds how long it has been working on its present message
	 * @param restarts how often a worker was restarted; how many restarts a supervisor
	 * has granted since it was started
	 * @param incarnation how often it was started
	 * @param lastExit why it ended the last time
	 * @param behavior the class of its code
	 * @param durable what is stored of it, if it is a durable server
	 * @param childCount how many children it has
	 * @param childrenTruncated whether not all of them are shown
	 * @param children the ids of the children that are shown, in start order
	 * @param descendants what lives below, if not all of its children are shown
	 */
	public record NodeDescriptor(String path, String name, Kind kind, @Nullable Strategy strategy,
			@Nullable Integer maxRestarts, @Nullable Duration period, @Nullable Integer restartsInPeriod,
			Restart restart, String shutdown, PlaceState state, @Nullable Instant restartAt, @Nullable Integer mailbox,
			@Nullable Integer capacity, @Nullable Double workingSeconds, @Nullable Integer restarts, int incarnation,
			@Nullable ExitDescriptor lastExit, @Nullable String behavior, @Nullable CommitDescriptor durable,
			int childCount, @Nullable Boolean childrenTruncated, @Nullable List<String> children,
			@Nullable DescendantsDescriptor descendants) {
	}

	/**
	 * How far a durable server is stored.
	 *
	 * @param version how many changes have led to what is stored, 0 if nothing is
	 * @param committedAt when its process had a change stored last
	 * @param uncommittedSeconds for how long its oldest change has waited to be stored
	 */
	public record CommitDescriptor(long version, @Nullable Instant committedAt, @Nullable Double uncommittedSeconds) {

		static CommitDescriptor of(DurableStatus status) {
			return new CommitDescriptor(status.version(), DurableDescriptor.committedAt(status),
					DurableDescriptor.uncommittedSeconds(status));
		}

	}

	/**
	 * What lives below a supervisor.
	 *
	 * @param processes how many processes
	 * @param mailbox how many messages wait for them
	 * @param restarts how often they were restarted
	 * @param restarting how many wait for a restart
	 * @param stopped how many do not run and are not restarted
	 * @param wedged how many have been working on one message for too long
	 * @param partial whether there was no time to look at all of them
	 */
	public record DescendantsDescriptor(long processes, long mailbox, long restarts, long restarting, long stopped,
			long wedged, @Nullable Boolean partial) {
	}

	/**
	 * What a place holds.
	 */
	public enum Kind {

		/** A supervisor with an order of children. */
		SUPERVISOR,

		/** A supervisor whose children come and go. */
		DYNAMIC_SUPERVISOR,

		/** What does the work. */
		WORKER

	}

}
