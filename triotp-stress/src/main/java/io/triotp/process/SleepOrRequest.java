package io.triotp.process;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A process is asked to end while it falls asleep: one of the two must see the other, and
 * only one.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the process has seen the request and stays awake")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "who asks has seen it asleep and wakes it")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the process never hears of the request")
@Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "two threads run the process")
@State
public class SleepOrRequest {

	private final StillProcess process = new StillProcess();

	@Actor
	public void supervisor() {
		this.process.requestExit(ExitReason.shutdown());
	}

	@Actor
	public void process(II_Result result) {
		result.r1 = this.process.fallAsleep() ? 1 : 0;
	}

	@Arbiter
	public void after(II_Result result) {
		result.r2 = this.process.woken;
	}

}
