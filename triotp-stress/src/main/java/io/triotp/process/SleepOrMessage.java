package io.triotp.process;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A message comes into a bounded mailbox while its process falls asleep: the sender
 * writes the queue and reads whether the process sleeps, the process writes that it
 * sleeps and reads the queue. One of them must see the other, and only one.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the process has seen the message and stays awake")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the sender has seen it asleep and wakes it")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the wake-up is lost")
@Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "two threads run the process")
@State
public class SleepOrMessage {

	private static final MailboxLimit LIMIT = new MailboxLimit(10, MailboxLimit.Overflow.REJECT);

	private final StillProcess process = new StillProcess(LIMIT);

	@Actor
	public void sender() {
		this.process.enqueue(new Note(1));
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
