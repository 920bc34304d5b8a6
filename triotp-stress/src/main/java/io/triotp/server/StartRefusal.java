package io.triotp.server;

import io.triotp.process.ExitReason;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A server refuses to start and ends: the starter that sees the end sees the refusal,
 * which is a plain field.
 */
@JCStressTest
@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "not ended yet")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "ended, with the reason of the refusal")
@Outcome(expect = Expect.FORBIDDEN, desc = "ended, but the refusal is not seen")
@State
public class StartRefusal {

	private final StartLatch latch = new StartLatch(DeafHost.HOST, null);

	@Actor
	public void server() {
		this.latch.refused(ExitReason.shutdown("refused"));
		this.latch.exited(ExitReason.normal());
	}

	@Actor
	public void starter(I_Result result) {
		ExitReason failure = this.latch.failure();
		result.r1 = (failure == null) ? -1 : (failure instanceof ExitReason.Shutdown) ? 1 : 0;
	}

}
