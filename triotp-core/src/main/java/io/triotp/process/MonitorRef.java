package io.triotp.process;

import java.util.Optional;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * One monitor: {@code owner} is told when {@code target} ends. Sits in two intrusive
 * lists, that of the target and that of its owner, each guarded by the lock of the
 * process it belongs to.
 */
public final class MonitorRef {

	final ProcessCell target;

	/** What the target was monitored by, if not by its pid. */
	private final @Nullable String name;

	/** The process to tell; {@code null} if {@link #watch} is told instead. */
	final @Nullable ProcessCell owner;

	/** Told instead of a process; runs in the exit sequence of the target. */
	final @Nullable BiConsumer<Pid, ExitReason> watch;

	/** Guarded by the lock of the target. */
	boolean active;

	/** Own process only: a {@code Down} in its mailbox is to be dropped. */
	private boolean flushed;

	@Nullable MonitorRef previousOfTarget;

	@Nullable MonitorRef nextOfTarget;

	@Nullable MonitorRef previousOfOwner;

	@Nullable MonitorRef nextOfOwner;

	MonitorRef(ProcessCell target, @Nullable String name, @Nullable ProcessCell owner,
			@Nullable BiConsumer<Pid, ExitReason> watch) {
		this.target = target;
		this.name = name;
		this.owner = owner;
		this.watch = watch;
	}

	/**
	 * {@return the monitored process}
	 */
	public Pid target() {
		return this.target;
	}

	/**
	 * {@return the name the process was monitored by, or nothing if it was its pid (OTP
	 * M2)}
	 */
	public Optional<String> name() {
		return Optional.ofNullable(this.name);
	}

	/**
	 * {@return whether the owner does not want a {@link SystemMessage.Down} that it has
	 * not read yet; for behaviours that read mailboxes}
	 */
	public boolean isFlushed() {
		return this.flushed;
	}

	void flush() {
		this.flushed = true;
	}

	@Override
	public String toString() {
		return "#Monitor<" + this.target + ">";
	}

}
