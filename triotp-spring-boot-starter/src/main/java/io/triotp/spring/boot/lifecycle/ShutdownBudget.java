package io.triotp.spring.boot.lifecycle;

import java.time.Duration;
import java.util.List;

/**
 * How long a tree may take to stop.
 *
 * @param worstCase the longest it may take, if nothing is unbounded
 * @param unbounded the ids of the children that may take for ever
 */
public record ShutdownBudget(Duration worstCase, List<String> unbounded) {

	public ShutdownBudget {
		unbounded = List.copyOf(unbounded);
	}

}
