package io.triotp.durable;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The calls of a store that were given up and have not come back: what they were to store
 * may still be stored.
 */
final class Unreturned {

	private final AtomicInteger calls = new AtomicInteger();

	/** How many such calls would change it. */
	private final Map<StateId, Integer> ids = new ConcurrentHashMap<>();

	void add(List<StateId> changes) {
		this.calls.incrementAndGet();
		changes.forEach((id) -> this.ids.merge(id, 1, Integer::sum));
	}

	void remove(List<StateId> changes) {
		this.calls.decrementAndGet();
		changes.forEach((id) -> this.ids.computeIfPresent(id, (same, number) -> (number > 1) ? number - 1 : null));
	}

	int number() {
		return this.calls.get();
	}

	boolean mayChange(StateId id) {
		return this.ids.containsKey(id);
	}

}
