package io.triotp.resource;

import java.util.Optional;

import io.triotp.Pure;

/**
 * How many probes have failed in a row, and what follows from one more.
 *
 * @param failed how many have failed since one succeeded
 */
@Pure
record Streak(int failed) {

	static final Finding HEALTHY = new Finding.Healthy();

	static final Streak NONE = new Streak(0);

	Streak after(Finding finding) {
		return (finding instanceof Finding.Healthy) ? NONE : new Streak(this.failed + 1);
	}

	/**
	 * {@return what ends the child; empty if it goes on}
	 * @param last the finding that is counted already
	 * @param allowed how many failures in a row end the child
	 */
	Optional<Finding> verdict(Finding last, int allowed) {
		return switch (last) {
			case Finding.Healthy healthy -> Optional.empty();
			case Finding.Stopped stopped -> Optional.of(stopped);
			case Finding.Unhealthy(String what, Object details) when this.failed >= allowed ->
				Optional.of((allowed == 1) ? last
						: new Finding.Unhealthy(what + " (" + this.failed + " probes in a row)", details));
			case Finding.Unhealthy unhealthy -> Optional.empty();
		};
	}

}
