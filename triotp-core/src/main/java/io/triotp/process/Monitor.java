package io.triotp.process;

import java.util.Optional;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The monitor behind a {@link MonitorRef}: reports the end of {@code target} to
 * {@code owner}. Belongs to two intrusive lists, one of the target and one of the owner,
 * each guarded by the lock of its process.
 */
final class Monitor extends MonitorRef {

	final ProcessCell target;

	/** The name by which the target was monitored, if not by its pid. */
	private final @Nullable String name;

	/** The process to notify; {@code null} if {@link #watch} is called instead. */
	final @Nullable ProcessCell owner;

	/** Called instead of notifying a process; runs in the exit sequence of the target. */
	final @Nullable BiConsumer<Pid, ExitReason> watch;

	/** Guarded by the lock of the target. */
	boolean active;

	/** Owner only: whether to drop a {@code Down} that is already in its mailbox. */
	private boolean flushed;

	@Nullable Monitor previousOfTarget;

	@Nullable Monitor nextOfTarget;

	@Nullable Monitor previousOfOwner;

	@Nullable Monitor nextOfOwner;

	Monitor(ProcessCell target, @Nullable String name, @Nullable ProcessCell owner,
			@Nullable BiConsumer<Pid, ExitReason> watch) {
		this.target = target;
		this.name = name;
		this.owner = owner;
		this.watch = watch;
	}

	@Override
	public Pid target() {
		return this.target;
	}

	@Override
	public Optional<String> name() {
		return Optional.ofNullable(this.name);
	}

	@Override
	public boolean isFlushed() {
		return this.flushed;
	}

	void flush() {
		this.flushed = true;
	}

}
