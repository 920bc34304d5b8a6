package io.triotp.server;

import java.time.Duration;

import io.triotp.process.ExitReason;
import io.triotp.process.StillProcess;
import io.triotp.stress.Scenarios;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A call has one outcome, whoever comes at the same time.
 */
public class CallLinearizabilityTests {

	@BeforeAll
	static void start_the_node_while_nobody_looks_on() {
		assertThat(StillProcess.NODE.name()).isNotEmpty();
	}

	@Test
	void a_call_has_one_outcome_and_is_not_owed_any_more() {
		Scenarios.twoThreads().sequentialSpecification(Model.class).check(OneCall.class);
	}

	@Param(name = "reply", gen = IntGen.class, conf = "1:3")
	public static class OneCall {

		private final PendingCall call = DeafHost.call();

		private final DeferredCalls owed = new DeferredCalls();

		@Operation
		public boolean reply(@Param(name = "reply") int reply) {
			return this.call.reply(reply);
		}

		@Operation
		public void serverExits() {
			this.call.serverExited(ExitReason.normal());
		}

		@Operation
		public void giveUp() {
			this.call.giveUp();
		}

		@Operation
		public String outcome() {
			if (!this.call.isDone()) {
				return "none";
			}
			try {
				return "" + this.call.result("server", Duration.ZERO);
			}
			catch (CallException.ServerExited ex) {
				return "exited";
			}
			catch (CallException.TimedOut ex) {
				return "given up";
			}
		}

		/** Only its server does so, and once. */
		@Operation(runOnce = true)
		public void defer() {
			this.call.deferIn(this.owed);
		}

		@Validate
		public void a_call_that_has_an_outcome_is_not_owed() {
			if (this.call.isDone() && this.owed.contains(this.call)) {
				throw new IllegalStateException("answered and still owed");
			}
		}

	}

	public static class Model {

		private String outcome = "none";

		public boolean reply(int reply) {
			return settle("" + reply);
		}

		public void serverExits() {
			settle("exited");
		}

		public void giveUp() {
			settle("given up");
		}

		public String outcome() {
			return this.outcome;
		}

		public void defer() {
		}

		private boolean settle(String outcome) {
			if (!this.outcome.equals("none")) {
				return false;
			}
			this.outcome = outcome;
			return true;
		}

	}

}
