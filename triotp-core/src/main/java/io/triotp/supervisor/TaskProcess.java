package io.triotp.supervisor;

import java.util.Objects;

import io.triotp.process.PlainProcess;
import io.triotp.process.ProcessBody;

/**
 * A task as a process, reported as the user's code.
 *
 * @param body the work
 */
record TaskProcess(TaskBody body) implements ProcessBody {

	TaskProcess {
		Objects.requireNonNull(body, "body");
	}

	@Override
	public void run(PlainProcess self) throws Exception {
		this.body.run();
	}

	@Override
	public Class<?> type() {
		return this.body.getClass();
	}

}
