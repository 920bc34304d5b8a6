package io.triotp.durable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Servers that are to be reminded soon, each once. For any thread: a process that has
 * been killed may still be at it when the next one begins.
 */
final class Soon {

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by the lock, as what follows. */
	private final Map<StateId, Instant> times = new HashMap<>();

	private final TreeMap<Instant, Set<StateId>> order = new TreeMap<>();

	/** The earlier time counts. */
	void add(DueServer server) {
		this.lock.lock();
		try {
			Instant before = this.times.get(server.id());
			if (before != null && !server.due().isBefore(before)) {
				return;
			}
			if (before != null) {
				remove(server.id(), before);
			}
			this.times.put(server.id(), server.due());
			this.order.computeIfAbsent(server.due(), (due) -> new LinkedHashSet<>()).add(server.id());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return those whose time has come, who are in it no more}
	 * @param now the time on the wall
	 */
	List<StateId> takeDue(Instant now) {
		this.lock.lock();
		try {
			List<StateId> due = new ArrayList<>();
			while (!this.order.isEmpty() && !this.order.firstKey().isAfter(now)) {
				due.addAll(this.order.pollFirstEntry().getValue());
			}
			due.forEach(this.times::remove);
			return due;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void remove(StateId id, Instant due) {
		Set<StateId> others = this.order.get(due);
		if (others != null && others.remove(id) && others.isEmpty()) {
			this.order.remove(due);
		}
	}

	/**
	 * {@return when the first is due, {@code null} if there is none}
	 */
	@Nullable Instant next() {
		this.lock.lock();
		try {
			return this.order.isEmpty() ? null : this.order.firstKey();
		}
		finally {
			this.lock.unlock();
		}
	}

}
