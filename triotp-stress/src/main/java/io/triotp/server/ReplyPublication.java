package io.triotp.server;

import java.time.Duration;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A server replies at the moment at which the caller gives up: one of them wins, both
 * know who, and who sees the reply sees all of it.
 */
@JCStressTest
@Outcome(id = "42, 0, 1", expect = Expect.ACCEPTABLE, desc = "replied, and seen by the caller")
@Outcome(id = "-1, 1, 0", expect = Expect.ACCEPTABLE, desc = "given up, and the reply is refused")
@Outcome(id = "-1, 0, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "replied between the look and the giving up")
@Outcome(expect = Expect.FORBIDDEN, desc = "two outcomes, or a reply that is half there")
@State
public class ReplyPublication {

	private final PendingCall call = DeafHost.call();

	private boolean replied;

	@Actor
	public void server() {
		Reply reply = new Reply();
		reply.text = 42;
		this.replied = this.call.reply(reply);
	}

	@Actor
	public void caller(III_Result result) {
		result.r1 = this.call.isDone() ? text(this.call.result("server", Duration.ZERO)) : -1;
		this.call.giveUp();
		result.r2 = this.call.isGivenUp() ? 1 : 0;
	}

	@Arbiter
	public void after(III_Result result) {
		result.r3 = this.replied ? 1 : 0;
	}

	private static int text(Object reply) {
		return (reply instanceof Reply it) ? it.text : -2;
	}

	private static final class Reply {

		private int text;

	}

}
