package io.triotp.test.simulation;

/**
 * How much of a simulation may happen: less, to find out what a failure needs.
 *
 * @param faults how many faults at most
 * @param clients how many clients at most
 * @param steps how many steps at most; one that takes more has not failed
 */
record Limits(int faults, int clients, long steps) {

	static final Limits NONE = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

	Limits faults(int faults) {
		return new Limits(faults, this.clients, this.steps);
	}

	Limits clients(int clients) {
		return new Limits(this.faults, clients, this.steps);
	}

	Limits steps(long steps) {
		return new Limits(this.faults, this.clients, steps);
	}

	/** Thrown where a run has taken all its steps. */
	static final class Reached extends Error {

		private static final long serialVersionUID = 1L;

		Reached() {
			super("the simulation has taken as many steps as it may", null, false, false);
		}

	}

}
