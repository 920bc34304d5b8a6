package io.triotp.process;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A process fails while another kills it: one reason wins and stays, and who sees it sees
 * what it tells.
 */
@JCStressTest
@Outcome(id = "42, 0, 1", expect = Expect.ACCEPTABLE, desc = "failed, seen by its killer")
@Outcome(id = "-1, 1, 2", expect = Expect.ACCEPTABLE, desc = "killed")
@Outcome(id = "-1, 0, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "failed between the look and the kill")
@Outcome(expect = Expect.FORBIDDEN, desc = "two reasons, or one without what it tells")
@State
public class ExitReasonPublication {

	private final StillProcess process = new StillProcess();

	private boolean failed;

	@Actor
	public void process() {
		this.failed = this.process.claimExit(ExitReason.failure(new Note(42)));
	}

	@Actor
	public void killer(III_Result result) {
		result.r1 = (this.process.exitReason() instanceof ExitReason.Failure(Note detail)) ? detail.text : -1;
		result.r2 = this.process.claimExit(ExitReason.killed()) ? 1 : 0;
	}

	@Arbiter
	public void after(III_Result result) {
		boolean killed = this.process.exitReason() == ExitReason.killed();
		result.r3 = (killed == this.failed) ? -1 : killed ? 2 : 1;
	}

}
