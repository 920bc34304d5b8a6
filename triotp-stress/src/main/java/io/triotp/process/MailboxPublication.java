package io.triotp.process;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Who gets a message sees all that its sender had written, and two messages of one sender
 * come in their order.
 */
@JCStressTest
@Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "nothing has come")
@Outcome(id = { "-1, 1", "1, -1" }, expect = Expect.ACCEPTABLE, desc = "the first has come")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "both have come")
@Outcome(expect = Expect.FORBIDDEN, desc = "a message without what it carries, or out of order")
@State
public class MailboxPublication {

	private final StillProcess process = new StillProcess();

	@Actor
	public void sender() {
		this.process.enqueue(new Note(1));
		this.process.enqueue(new Note(2));
	}

	@Actor
	public void receiver(II_Result result) {
		result.r1 = text(this.process.poll());
		result.r2 = text(this.process.poll());
	}

	private static int text(Envelope envelope) {
		return (envelope instanceof Note note) ? note.text : -1;
	}

}
