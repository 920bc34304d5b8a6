package io.triotp.supervisor;

import java.util.List;

import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.ProcessBody;

/**
 * A process body that is reported as another class.
 *
 * @param body the code
 * @param type the class that reports name
 */
record TypedBody(ProcessBody body, Class<?> type) implements ProcessBody {

	@Override
	public void run(PlainProcess self) throws Exception {
		this.body.run(self);
	}

	@Override
	public List<Pid> callers() {
		return this.body.callers();
	}

}
