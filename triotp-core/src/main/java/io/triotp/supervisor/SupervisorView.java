package io.triotp.supervisor;

import java.util.Optional;
import java.util.stream.Stream;

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
	 * {@return how many processes live in this subtree, the supervisor included}
	 */
	default long processCount() {
		return 1 + children().filter((child) -> child.status() == ChildStatus.RUNNING)
			.mapToLong((child) -> child.supervision().map(SupervisorView::processCount).orElse(1L))
			.sum();
	}

}
