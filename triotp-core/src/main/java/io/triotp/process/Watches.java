package io.triotp.process;

import java.util.Optional;
import java.util.function.BiConsumer;

import io.triotp.time.Deadline;

/**
 * Tells of the end of a process those who need not be processes, also if it has ended
 * already.
 */
final class Watches {

	private final Bonds bonds;

	Watches(Bonds bonds) {
		this.bonds = bonds;
	}

	ExitWatch on(ProcessCell cell) {
		StackRoom.require();
		return new ExitWatch(cell, (told) -> {
			Monitor monitor = this.bonds.watch(cell, (same, reason) -> told.accept(reason));
			if (monitor == null) {
				told.accept(reasonOfEnded(cell));
				return () -> {
				};
			}
			return () -> this.bonds.demonitor(monitor);
		});
	}

	Optional<ExitReason> await(ProcessCell cell, Deadline deadline) throws InterruptedException {
		try (ExitWatch watch = on(cell)) {
			return watch.await(deadline);
		}
	}

	/** Calls the action in the exit sequence of the process, or here if that is over. */
	void on(ProcessCell cell, BiConsumer<Pid, ExitReason> action) {
		StackRoom.require();
		if (this.bonds.watch(cell, action) == null) {
			action.accept(cell, reasonOfEnded(cell));
		}
	}

	static ExitReason reasonOfEnded(ProcessCell cell) {
		ExitReason reason = cell.exitReason();
		return (reason != null) ? reason : ExitReason.noProcess();
	}

}
