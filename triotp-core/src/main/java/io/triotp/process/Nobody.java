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
