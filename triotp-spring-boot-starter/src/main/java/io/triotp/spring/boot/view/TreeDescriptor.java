package io.triotp.spring.boot.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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
 * @param nodes the nodes by id, level by level, siblings in start order
 * @param warnings why something is missing that was asked for
 */
public record TreeDescriptor(Instant generatedAt, List<String> roots, int depth, int limit, int returned,
		boolean truncated, Map<String, NodeDescriptor> nodes, List<String> warnings) {

	/**
	 * {@return the same as a drawing of text, for people}
	 */
	public String toText() {
		return new TreeText(this).toString();
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
	 * @param restarts how often a worker was restarted; how many restarts a supervisor
	 * has granted since it was started
	 * @param incarnation how often it was started
	 * @param lastExit why it ended the last time
	 * @param behavior the class of its code
	 * @param childCount how many children it has
	 * @param childrenTruncated whether not all of them are shown
	 * @param children the ids of the children that are shown, in start order
	 */
	public record NodeDescriptor(String path, String name, Kind kind, @Nullable Strategy strategy,
			@Nullable Integer maxRestarts, @Nullable Duration period, @Nullable Integer restartsInPeriod,
			Restart restart, String shutdown, PlaceState state, @Nullable Instant restartAt, @Nullable Integer mailbox,
			@Nullable Integer restarts, int incarnation, @Nullable ExitDescriptor lastExit, @Nullable String behavior,
			int childCount, @Nullable Boolean childrenTruncated, @Nullable List<String> children) {
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
