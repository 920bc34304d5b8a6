package io.triotp.supervisor;

import java.util.Objects;
import java.util.function.IntFunction;

/**
 * Partitions of one kind, all alike (OTP X1, X2).
 *
 * @param count how many, 1 or more
 * @param child makes the child of a partition, of its index; without a name and not
 * significant, its id does not matter
 * @param strategy who is restarted with whom
 * @param intensity how many restarts are allowed, for all partitions together
 */
public record PartitionSpec(int count, IntFunction<ChildSpec> child, Strategy strategy, RestartIntensity intensity) {

	public PartitionSpec {
		Objects.requireNonNull(child, "child");
		Objects.requireNonNull(strategy, "strategy");
		Objects.requireNonNull(intensity, "intensity");
		if (count < 1) {
			throw new IllegalArgumentException("There must be 1 partition or more, but there are to be " + count);
		}
	}

	/**
	 * {@return as many partitions as there are processors, each restarted alone, with 3
	 * restarts in 5 seconds}
	 * @param child makes the child of a partition, of its index
	 */
	public static PartitionSpec of(IntFunction<ChildSpec> child) {
		return new PartitionSpec(Runtime.getRuntime().availableProcessors(), child, Strategy.ONE_FOR_ONE,
				RestartIntensity.DEFAULT);
	}

	/**
	 * {@return this with another number of partitions}
	 * @param count how many, 1 or more
	 */
	public PartitionSpec count(int count) {
		return new PartitionSpec(count, this.child, this.strategy, this.intensity);
	}

	/**
	 * {@return this with other children}
	 * @param child makes the child of a partition, of its index
	 */
	public PartitionSpec child(IntFunction<ChildSpec> child) {
		return new PartitionSpec(this.count, child, this.strategy, this.intensity);
	}

	/**
	 * {@return this with another strategy}
	 * @param strategy who is restarted with whom
	 */
	public PartitionSpec strategy(Strategy strategy) {
		return new PartitionSpec(this.count, this.child, strategy, this.intensity);
	}

	/**
	 * {@return this with other limits}
	 * @param intensity how many restarts are allowed
	 */
	public PartitionSpec intensity(RestartIntensity intensity) {
		return new PartitionSpec(this.count, this.child, this.strategy, intensity);
	}

	/**
	 * {@return the supervisor of the partitions: ids {@code 0} to {@code count - 1},
	 * names with that of the supervisor in front}
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
		ChildSpec spec = Objects.requireNonNull(this.child.apply(index), "the child of a partition is null");
		if (spec.name() != null) {
			throw new IllegalArgumentException("The children of partition supervisor '" + name
					+ "' get names from it, but partition " + index + " is named '" + spec.name() + "'; leave it out");
		}
		return spec.id(Integer.toString(index)).name(nameOf(name, index));
	}

	/** A name, not a path: it tells whose partition has it. */
	static String nameOf(String supervisor, int index) {
		return supervisor + "/" + index;
	}

}
