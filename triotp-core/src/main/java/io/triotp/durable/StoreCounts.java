package io.triotp.durable;

import java.time.Duration;
import java.util.Objects;

/**
 * How often what has happened in a store since it was made.
 *
 * @param transactions how many transactions were committed
 * @param states how many states were stored in them; those between two that are stored
 * are not counted
 * @param loads how many states were read
 * @param conflicts how many servers have ended because somebody else had changed what was
 * stored
 * @param failures how many servers have ended because the store did not serve in time
 * @param committing how long the transactions have taken together
 */
public record StoreCounts(long transactions, long states, long loads, long conflicts, long failures,
		Duration committing) {

	public StoreCounts {
		Objects.requireNonNull(committing, "committing");
	}

}
