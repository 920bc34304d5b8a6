package io.triotp.test.simulation;

import java.io.Serial;

/**
 * A seed with which a simulation fails, and what it takes to see it again.
 */
final class SimulationFailure extends AssertionError {

	@Serial
	private static final long serialVersionUID = 1L;

	SimulationFailure(Shrinking.Failure first, Shrinking.Failure least) {
		super(text(first, least), least.thrown());
	}

	private static String text(Shrinking.Failure first, Shrinking.Failure least) {
		String limits = (least.limits().faults() < Integer.MAX_VALUE)
				? " -Dtriotp.simulation.faults=" + least.limits().faults() : "";
		if (least.limits().clients() < Integer.MAX_VALUE) {
			limits += " -Dtriotp.simulation.clients=" + least.limits().clients();
		}
		return least.thrown().getMessage() + "\n\nThe simulation fails with seed " + first.seed() + " (" + told(first)
				+ ").\nIt needs no more than " + told(least) + "; the same again: -Dtriotp.simulation.seed="
				+ least.seed() + limits
				+ (least.messages().isEmpty() ? "" : "\n\nThe last messages, as Mermaid:\n\n" + least.messages());
	}

	private static String told(Shrinking.Failure failure) {
		return count(failure.clients(), "client") + ", " + count(failure.faults(), "fault") + ", "
				+ count(failure.steps(), "step");
	}

	private static String count(long count, String what) {
		return count + " " + what + ((count == 1) ? "" : "s");
	}

}
