package io.triotp.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one sequence in which every process ends. Run once, by whoever claimed the exit:
 * the process itself or its killer. By the time the end is reported, the mailbox is
 * closed, the name is free and the process is in no list (OTP P6). A step in which
 * foreign code fails does not prevent the next ones. If our own code is struck by an
 * Error, the sequence is run again from its beginning ({@link Rescue}), so every step
 * must bear that, and undoes nothing before it has told whom it must tell.
 */
final class ExitSequence {

	private static final Logger logger = LoggerFactory.getLogger(ExitSequence.class);

	private final CopyOnWriteArrayList<Consumer<Pid>> hooks = new CopyOnWriteArrayList<>();

	private final NameTable names;

	private final ProcessTable table;

	private final Bonds bonds;

	private final NodeEvents events;

	ExitSequence(NameTable names, ProcessTable table, Bonds bonds, NodeEvents events) {
		this.names = names;
		this.table = table;
		this.bonds = bonds;
		this.events = events;
	}

	/**
	 * Adds an action to run whenever a process has ended, before its end is reported.
	 */
	void addHook(Consumer<Pid> hook) {
		this.hooks.add(Objects.requireNonNull(hook, "hook"));
	}

	void run(ProcessCell cell, ExitReason reason) {
		cell.closeMailbox(reason);
		this.names.release(cell);
		runHooks(cell, reason);
		this.table.leave(cell);
		tellCode(cell, reason);
		this.bonds.sever(cell, reason);
		if (this.events.hasRoutineListeners()) {
			this.events.publishRoutine(cell.path(),
					(stamp) -> new ProcessEvent.Exited(stamp, cell, cell.type(), reason, lived(cell, stamp.at())));
		}
		this.table.remove(cell);
	}

	private static Duration lived(ProcessCell cell, Instant now) {
		return Duration.ofMillis(Math.max(0, now.toEpochMilli() - cell.startedAt));
	}

	private void runHooks(ProcessCell cell, ExitReason reason) {
		for (Consumer<Pid> hook : this.hooks) {
			try {
				hook.accept(cell);
			}
			catch (OutOfMemoryError ex) {
				throw ex;
			}
			catch (Throwable ex) {
				logger.error("An exit hook failed for {} ({})", cell, reason, ex);
			}
		}
	}

	private static void tellCode(ProcessCell cell, ExitReason reason) {
		try {
			cell.exited(reason);
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			logger.error("The exited callback of {} failed ({})", cell, reason, ex);
		}
	}

}
