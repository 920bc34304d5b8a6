package io.triotp.process;

import org.jspecify.annotations.Nullable;

/**
 * The code of a process that never lived or has ended.
 */
final class Nobody implements Behaviour {

	private final Class<?> type;

	Nobody(Class<?> type) {
		this.type = type;
	}

	/**
	 * {@return a process that never lived: the target of a monitor on a name that is
	 * free}
	 */
	static ReactiveCell cell(LocalNode node, long id, String name) {
		ReactiveCell cell = new ReactiveCell(node, id, SpawnOptions.defaults().label(name), null,
				new Nobody(Nobody.class));
		cell.claimExit(ExitReason.noProcess());
		cell.closeMailbox(ExitReason.noProcess());
		cell.severed();
		return cell;
	}

	@Override
	public @Nullable ExitReason start(Self self) {
		return ExitReason.noProcess();
	}

	@Override
	public @Nullable ExitReason handle(Envelope envelope) {
		return ExitReason.noProcess();
	}

	@Override
	public void terminate(ExitReason reason) {
	}

	/** Nothing is refused here: the mailbox says that there is no such process. */
	@Override
	public boolean offerSystem(Envelope message) {
		return false;
	}

	@Override
	public Class<?> type() {
		return this.type;
	}

}
