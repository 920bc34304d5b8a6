package io.triotp.durable;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The calls that are in a store, also those that were given up: what they were to store
 * may still be stored.
 */
final class Unreturned {

	/** How many of them nobody waits for any more. */
	private final AtomicInteger givenUp = new AtomicInteger();

	/** How many calls would change it. */
	private final Map<StateId, Integer> ids = new ConcurrentHashMap<>();

	void begins(List<StateId> changes) {
		changes.forEach((id) -> this.ids.merge(id, 1, Integer::sum));
	}

	void ends(List<StateId> changes) {
		changes.forEach((id) -> this.ids.computeIfPresent(id, (same, number) -> (number > 1) ? number - 1 : null));
	}

	void givenUp() {
		this.givenUp.incrementAndGet();
	}

	void back() {
		this.givenUp.decrementAndGet();
	}

	int givenUpCount() {
		return this.givenUp.get();
	}

	boolean mayChange(StateId id) {
		return this.ids.containsKey(id);
	}

}
