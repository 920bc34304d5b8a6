package io.triotp.supervisor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.triotp.process.ExitReason;
import io.triotp.process.Pid;

/**
 * What observers see of a supervisor. Any thread may read it, and no call to the
 * supervisor is made: it works even while the supervisor waits for a child. A
 * {@link StartFunction} may implement it for a supervisor of its own.
 */
public interface SupervisorView {

	/**
	 * {@return the path of its place in the tree}
	 */
	String path();

	/**
	 * {@return its process, once it has one}
	 */
	Optional<Pid> pid();

	/**
	 * {@return which children are restarted together}
	 */
	Strategy strategy();

	/**
	 * {@return how many restarts are allowed}
	 */
	RestartIntensity intensity();

	/**
	 * {@return when the end of significant children ends it}
	 */
	AutoShutdown autoShutdown();

	/**
	 * {@return whether its children are started on demand and have no order}
	 */
	boolean isDynamic();

	/**
	 * {@return how many restarts it has granted since it was started}
	 */
	int restarts();

	/**
	 * {@return how many of them still count; it gives up at one more than
	 * {@link RestartIntensity#maxRestarts()}}
	 */
	int restartsInPeriod();

	/**
	 * {@return how many children it knows}
	 */
	int childCount();

	/**
	 * {@return its children, in start order if it is not dynamic; weakly consistent}
	 */
	Stream<ChildInfo> children();

	/**
	 * {@return its children as {@link #children()}, for those who look at them all and
	 * want to know little of most}
	 */
	default Stream<ChildGlance> glances() {
		return children().map(SeenChild::new);
	}

	/**
	 * {@return the supervisors among its children that gave up and are not restarted,
	 * because their restart rule forbids it (OTP V21), the one that was lost last at the
	 * end; at most 100} One is remembered, even if it is no child any more, until a child
	 * with its id is started, terminated or deleted.
	 */
	default List<Lost> lost() {
		return List.of();
	}

	/**
	 * {@return how many processes live in this subtree, the supervisor included}
	 */
	default long processCount() {
		return 1 + children().filter((child) -> child.status() == ChildStatus.RUNNING)
			.mapToLong((child) -> child.supervision().map(SupervisorView::processCount).orElse(1L))
			.sum();
	}

	/**
	 * A supervisor that gave up and is not restarted: nothing below it runs any more.
	 *
	 * @param id its id
	 * @param path its place in the tree
	 * @param restart its restart rule
	 * @param reason why it ended
	 * @param at when it ended
	 */
	record Lost(String id, String path, Restart restart, ExitReason reason, Instant at) {
	}

}
