package io.triotp.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A mailbox as it must not be: sleep and message are plain fields, so the sender may miss
 * that the process sleeps and the process that a message came. A run that does not see
 * this sees nothing.
 */
@JCStressTest
@Outcome(id = { "0, 1", "1, 0", "1, 1" }, expect = Expect.ACCEPTABLE, desc = "one has seen the other")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the wake-up is lost, as it must be here")
@State
public class Canary {

	private int message;

	private int asleep;

	@Actor
	public void sender(II_Result result) {
		this.message = 1;
		result.r1 = this.asleep;
	}

	@Actor
	public void process(II_Result result) {
		this.asleep = 1;
		result.r2 = this.message;
	}

}
