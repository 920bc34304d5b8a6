package io.triotp.supervisor;

import java.util.Optional;
import java.util.stream.Stream;

import io.triotp.process.Pid;

/**
 * What can be seen of a supervisor from outside, by any thread, without asking it: a
 * supervisor that waits for a child is seen to wait. A {@link StartFunction} may have one
 * of its own for a supervisor of its own.
 */
public interface SupervisorView {

	/**
	 * {@return its place in the tree}
	 */
	String path();

	/**
	 * {@return its process, once it has one}
	 */
	Optional<Pid> pid();

	/**
	 * {@return who is restarted with whom}
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
	 * {@return whether its children are started later and know no order}
	 */
	boolean isDynamic();

	/**
	 * {@return how many restarts it has granted since it was started}
	 */
	int restarts();

	/**
	 * {@return how many of them still count: with one more than
	 * {@link RestartIntensity#maxRestarts()} it gives up}
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
	 * {@return how many processes live in this subtree, the supervisor included}
	 */
	default long processCount() {
		return 1 + children().filter((child) -> child.status() == ChildStatus.RUNNING)
			.mapToLong((child) -> child.supervision().map(SupervisorView::processCount).orElse(1L))
			.sum();
	}

}
