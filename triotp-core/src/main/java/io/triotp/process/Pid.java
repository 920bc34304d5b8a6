package io.triotp.process;

/**
 * The identity of one process of one node, which remains valid after the process has
 * ended. A restarted child is a new process with a new pid. Compared by identity; prints
 * as {@code #PID<42>}; {@link #path()} says more. Any thread may call any method.
 */
public abstract class Pid implements Comparable<Pid> {

	private final long id;

	Pid(long id) {
		this.id = id;
	}

	/**
	 * {@return the number of this process, unique within its node and never reused}
	 */
	public final long id() {
		return this.id;
	}

	/**
	 * {@return the name of the node the process lives in}
	 */
	public abstract String node();

	/**
	 * {@return whether the process has not ended}
	 */
	public abstract boolean isAlive();

	/**
	 * {@return what people call the process: its place in the tree, such as
	 * {@code shop/orders/worker}, that is its label preceded by those of its live
	 * parents; the class of its code if it has no label} The label stays after the end.
	 */
	public abstract String path();

	/**
	 * {@return the class of its code}
	 */
	abstract Class<?> type();

	@Override
	public final int compareTo(Pid other) {
		return Long.compare(this.id, other.id);
	}

	@Override
	public final int hashCode() {
		return Long.hashCode(this.id);
	}

	@Override
	public final boolean equals(Object other) {
		return this == other;
	}

	@Override
	public final String toString() {
		return "#PID<" + this.id + ">";
	}

}
