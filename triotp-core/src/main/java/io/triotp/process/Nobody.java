package io.triotp.process;

import org.jspecify.annotations.Nullable;

/**
 * The code of a process that never runs.
 */
final class Nobody implements Behaviour {

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

	@Override
	public Class<?> type() {
		return Nobody.class;
	}

}
