package io.triotp.process;

/**
 * Identity of one process of one {@link Processes}, also after it has ended. A restarted
 * child is a new process with a new pid. Compared by identity; prints as
 * {@code #PID<42>}.
 */
public abstract sealed class Pid implements Comparable<Pid> permits MailboxCell {

	private final long id;

	Pid(long id) {
		this.id = id;
	}

	/**
	 * {@return the number of this process, unique within its node and never used again}
	 */
	public final long id() {
		return this.id;
	}

	/**
	 * {@return whether the process has not ended yet}
	 */
	public abstract boolean isAlive();

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
