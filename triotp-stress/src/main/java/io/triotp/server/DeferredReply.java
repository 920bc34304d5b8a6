package io.triotp.server;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Somebody answers a call while its server puts it with those it owes an answer: who
 * comes second takes it out, or it would stay there for ever.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "answered before the server put it there")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "answered afterwards, or meanwhile")
@Outcome(expect = Expect.FORBIDDEN, desc = "it is answered and still owed")
@State
public class DeferredReply {

	private final PendingCall call = DeafHost.call();

	private final DeferredCalls owed = new DeferredCalls();

	@Actor
	public void server(II_Result result) {
		result.r2 = this.call.isDone() ? 1 : 0;
		this.call.deferIn(this.owed);
	}

	@Actor
	public void helper() {
		this.call.reply("reply");
	}

	@Arbiter
	public void after(II_Result result) {
		result.r1 = this.owed.contains(this.call) ? 1 : 0;
	}

}
