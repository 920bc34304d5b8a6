package io.triotp.process;

import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * One monitor: {@code owner} is told when {@code target} ends. Sits in two intrusive
 * lists, that of the target and that of its owner, each guarded by the lock of the
 * process it belongs to.
 */
public final class MonitorRef {

	final ProcessCell target;

	/** The process to tell; {@code null} if {@link #watch} is told instead. */
	final @Nullable ProcessCell owner;

	/** Told instead of a process; runs in the exit sequence of the target. */
	final @Nullable BiConsumer<Pid, ExitReason> watch;

	/** Guarded by the lock of the target. */
	boolean active;

	@Nullable MonitorRef previousOfTarget;

	@Nullable MonitorRef nextOfTarget;

	@Nullable MonitorRef previousOfOwner;

	@Nullable MonitorRef nextOfOwner;

	MonitorRef(ProcessCell target, @Nullable ProcessCell owner, @Nullable BiConsumer<Pid, ExitReason> watch) {
		this.target = target;
		this.owner = owner;
		this.watch = watch;
	}

	/**
	 * {@return the monitored process}
	 */
	public Pid target() {
		return this.target;
	}

	@Override
	public String toString() {
		return "#Monitor<" + this.target + ">";
	}

}
