package io.triotp.stress;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Lincheck that finds nothing here finds nothing at all: its older versions pass any code
 * on a new JDK.
 */
public class CanaryLinearizabilityTests {

	@Test
	void a_table_that_looks_and_then_registers_is_found_out() {
		assertThatThrownBy(() -> Scenarios.twoThreads().actorsBefore(0).check(RacyName.class))
			.isInstanceOf(AssertionError.class)
			.hasMessageContaining("Invalid execution results")
			.hasMessageContaining("register");
	}

	@Param(name = "process", gen = IntGen.class, conf = "1:3")
	public static class RacyName {

		private volatile int holder;

		@Operation
		public boolean register(@Param(name = "process") int process) {
			if (this.holder != 0) {
				return false;
			}
			this.holder = process;
			return true;
		}

		@Operation
		public int get() {
			return this.holder;
		}

	}

}
