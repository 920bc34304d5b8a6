package io.triotp.server;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Keeps the last events. Used by the process of the server only.
 */
final class RecentEvents implements Predicate<SysEvent> {

	private final ArrayDeque<SysEvent> events = new ArrayDeque<>();

	private int limit;

	RecentEvents(int limit) {
		this.limit = limit;
	}

	@Override
	public boolean test(SysEvent event) {
		this.events.addLast(event);
		limit(this.limit);
		return true;
	}

	void limit(int last) {
		this.limit = last;
		while (this.events.size() > last) {
			this.events.removeFirst();
		}
	}

	/**
	 * {@return the kept events, oldest first}
	 */
	List<SysEvent> toList() {
		return List.copyOf(this.events);
	}

}
