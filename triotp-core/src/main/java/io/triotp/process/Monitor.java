package io.triotp.process;

import java.util.Optional;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The monitor behind a {@link MonitorRef}: {@code owner} is told when {@code target}
 * ends. Sits in two intrusive lists, that of the target and that of its owner, each
 * guarded by the lock of the process it belongs to.
 */
final class Monitor extends MonitorRef {

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
