package io.triotp.supervisor;

import java.util.Objects;
import java.util.function.IntFunction;

/**
 * The specification of a set of equal partitions (OTP X1, X2).
 *
 * @param count the number of partitions, 1 or more
 * @param child makes the child of a partition from its index, starting at 0. The child
 * must not have a name or be significant; its id is ignored
 * @param strategy which partitions are restarted together
 * @param intensity how many restarts are allowed for all partitions together
 */
public record PartitionSpec(int count, IntFunction<ChildSpec> child, Strategy strategy, RestartIntensity intensity) {

	public PartitionSpec {
		Objects.requireNonNull(child, "child");
		Objects.requireNonNull(strategy, "strategy");
		Objects.requireNonNull(intensity, "intensity");
		if (count < 1) {
			throw new IllegalArgumentException("There must be 1 partition or more, but the count is " + count);
		}
	}

	/**
	 * {@return one partition per processor, each restarted alone, with 3 restarts in 5
	 * seconds}
	 * @param child makes the child of a partition from its index
	 */
	public static PartitionSpec of(IntFunction<ChildSpec> child) {
		return new PartitionSpec(Runtime.getRuntime().availableProcessors(), child, Strategy.ONE_FOR_ONE,
				RestartIntensity.DEFAULT);
	}

	/**
	 * {@return a copy with this number of partitions}
	 * @param count the number of partitions, 1 or more
	 */
	public PartitionSpec count(int count) {
		return new PartitionSpec(count, this.child, this.strategy, this.intensity);
	}

	/**
	 * {@return a copy with these children}
	 * @param child makes the child of a partition from its index
	 */
	public PartitionSpec child(IntFunction<ChildSpec> child) {
		return new PartitionSpec(this.count, child, this.strategy, this.intensity);
	}

	/**
	 * {@return a copy with this strategy}
	 * @param strategy which partitions are restarted together
	 */
	public PartitionSpec strategy(Strategy strategy) {
		return new PartitionSpec(this.count, this.child, strategy, this.intensity);
	}

	/**
	 * {@return a copy with these limits}
	 * @param intensity how many restarts are allowed
	 */
	public PartitionSpec intensity(RestartIntensity intensity) {
		return new PartitionSpec(this.count, this.child, this.strategy, intensity);
	}

	/**
	 * {@return the specification of the supervisor: ids {@code 0} to {@code count - 1},
	 * names prefixed with the name of the supervisor}
	 */
	SupervisorSpec supervisor(String name) {
		ChildSpec[] children = new ChildSpec[this.count];
		for (int i = 0; i < this.count; i++) {
			children[i] = partition(name, i);
		}
		SupervisorSpec spec = SupervisorSpec.of(this.strategy, children).intensity(this.intensity);
		spec.requireMeaningful();
		return spec;
	}

	private ChildSpec partition(String name, int index) {
		ChildSpec spec = Objects.requireNonNull(this.child.apply(index),
				"the function that makes the partitions returned null for partition " + index);
		if (spec.name() != null) {
			throw new IllegalArgumentException(
					"The children of partition supervisor '" + name + "' get their names from it, but partition "
							+ index + " is named '" + spec.name() + "'; remove that name");
		}
		return spec.id(Integer.toString(index)).name(nameOf(name, index));
	}

	/** A name, not a path: it says whose partition it is. */
	static String nameOf(String supervisor, int index) {
		return supervisor + "/" + index;
	}

}
