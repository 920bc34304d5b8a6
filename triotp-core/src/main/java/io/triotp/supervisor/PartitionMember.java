package io.triotp.supervisor;

import java.util.List;
import java.util.Optional;

/**
 * Marks the children of a partition supervisor, so that whoever only knows the name of
 * the supervisor finds the object that all users share.
 *
 * @param owner that object
 */
record PartitionMember(PartitionSupervisor owner) implements OwnInterceptor {

	@Override
	public StartedChild start(ChildContext context, StartFunction next) throws Exception {
		return next.start(context);
	}

	/**
	 * {@return the partition supervisor whose partitions these are; empty if they are
	 * ordinary children}
	 */
	static Optional<PartitionSupervisor> ownerOf(List<ChildSpec> children) {
		if (children.isEmpty()) {
			return Optional.empty();
		}
		return (children.getFirst()
			.start() instanceof ChildStart.Intercepted(ChildStart inner, PartitionMember(PartitionSupervisor owner)))
					? Optional.of(owner) : Optional.empty();
	}

}
