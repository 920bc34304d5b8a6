package io.triotp.test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.triotp.durable.AnsweredRequest;
import io.triotp.durable.DueServer;
import io.triotp.durable.StateChange;
import io.triotp.durable.StateId;
import io.triotp.durable.StateStore;
import io.triotp.durable.StoredState;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory, for tests of durable servers: what is in it stays when servers and
 * nodes end. It can be out of reach, fail now and then, and be held up. May be used by
 * any thread.
 */
public final class TestStore implements StateStore {

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by the lock. */
	private final Map<StateId, StoredState> states = new HashMap<>();

	/** Guarded by the lock: all that was ever stored, in order. */
	private final List<StateChange> history = new ArrayList<>();

	/** Guarded by the lock: the oldest first. */
	private final Map<StateId, List<AnsweredRequest>> answered = new HashMap<>();

	private volatile Supplier<Fault> faults = () -> Fault.NONE;

	private volatile Runnable before = () -> {
	};

	private volatile Runnable beforeLoad = () -> {
	};

	private volatile boolean down;

	/**
	 * Creates an empty store.
	 */
	public TestStore() {
	}

	/**
	 * Decides for each commit whether it fails.
	 * @param faults asked for each commit, by the thread that commits
	 */
	public void faults(Supplier<Fault> faults) {
		this.faults = Objects.requireNonNull(faults, "faults");
	}

	/**
	 * Does something before each commit, such as to wait.
	 * @param action called by the thread that commits
	 */
	public void beforeCommit(Runnable action) {
		this.before = Objects.requireNonNull(action, "action");
	}

	/**
	 * Does something before each state is read, such as to wait.
	 * @param action called by the thread that reads
	 */
	public void beforeLoad(Runnable action) {
		this.beforeLoad = Objects.requireNonNull(action, "action");
	}

	/**
	 * Takes the store out of reach, or brings it back.
	 * @param down whether it is out of reach
	 */
	public void down(boolean down) {
		this.down = down;
	}

	/**
	 * {@return what is stored}
	 * @param id whose state
	 */
	public Optional<StoredState> stored(StateId id) {
		this.lock.lock();
		try {
			return Optional.ofNullable(this.states.get(id));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return all that was ever stored, in order}
	 */
	public List<StateChange> history() {
		this.lock.lock();
		try {
			return List.copyOf(this.history);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Stores something as another writer would, who is in conflict with everybody.
	 * @param id whose state
	 * @param state what is stored from now on
	 */
	public void overwrite(StateId id, StoredState state) {
		this.lock.lock();
		try {
			this.states.put(id, state);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public @Nullable StoredState load(StateId id) {
		this.beforeLoad.run();
		requireUp();
		return stored(id).orElse(null);
	}

	@Override
	public List<DueServer> due(@Nullable DueServer after, Instant until, int most) {
		requireUp();
		Comparator<DueServer> order = Comparator.comparing(DueServer::due)
			.thenComparing((each) -> each.id().type())
			.thenComparing((each) -> each.id().key());
		this.lock.lock();
		try {
			return this.states.entrySet()
				.stream()
				.filter((each) -> !each.getValue().reminders().isEmpty())
				.map((each) -> new DueServer(each.getKey(), each.getValue().reminders().getFirst().due()))
				.filter((each) -> !each.due().isAfter(until) && (after == null || order.compare(each, after) > 0))
				.sorted(order)
				.limit(most)
				.toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return true: the events are in the {@link #history}}
	 */
	@Override
	public boolean publishesEvents() {
		return true;
	}

	/**
	 * {@return all events that were ever published, in order}
	 */
	public List<Object> published() {
		return history().stream().flatMap((change) -> change.events().stream()).toList();
	}

	@Override
	public boolean remembersRequests() {
		return true;
	}

	@Override
	public List<AnsweredRequest> answered(StateId id, int most) {
		this.beforeLoad.run();
		requireUp();
		this.lock.lock();
		try {
			return this.answered.getOrDefault(id, List.of()).reversed().stream().limit(most).toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int forgetRequests(Instant before, int most) {
		requireUp();
		int forgotten = 0;
		this.lock.lock();
		try {
			for (List<AnsweredRequest> each : this.answered.values()) {
				while (forgotten < most && !each.isEmpty() && each.getFirst().at().isBefore(before)) {
					each.removeFirst();
					forgotten++;
				}
			}
			return forgotten;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void requireUp() {
		if (this.down) {
			throw new IllegalStateException("the test store is down");
		}
	}

	@Override
	public List<Boolean> commit(List<StateChange> changes) {
		this.before.run();
		requireUp();
		Fault fault = this.faults.get();
		if (fault == Fault.BEFORE) {
			throw new IllegalStateException("the test store fails before it stores");
		}
		List<Boolean> outcomes = new ArrayList<>();
		this.lock.lock();
		try {
			changes.forEach((change) -> outcomes.add(store(change)));
		}
		finally {
			this.lock.unlock();
		}
		if (fault == Fault.AFTER) {
			throw new IllegalStateException("the test store fails after it has stored");
		}
		return outcomes;
	}

	private boolean store(StateChange change) {
		if (!change.isExpected(this.states.get(change.id()))) {
			return false;
		}
		byte[] bytes = change.bytes();
		if (bytes == null) {
			this.states.remove(change.id());
		}
		else {
			this.states.put(change.id(), new StoredState(change.version(), change.epoch(), change.schema(),
					bytes.clone(), change.reminders()));
		}
		if (!change.answered().isEmpty()) {
			List<AnsweredRequest> all = this.answered.computeIfAbsent(change.id(), (id) -> new ArrayList<>());
			change.answered().forEach((each) -> {
				all.removeIf((before) -> before.id().equals(each.id()));
				all.add(each);
			});
		}
		this.history.add(change);
		return true;
	}

	/**
	 * How a commit fails.
	 */
	public enum Fault {

		/** It does not. */
		NONE,

		/** Nothing is stored, and it throws. */
		BEFORE,

		/** All is stored, and it throws. */
		AFTER

	}

}
