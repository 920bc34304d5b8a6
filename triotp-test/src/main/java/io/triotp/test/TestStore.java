package io.triotp.test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.triotp.durable.AnsweredRequest;
import io.triotp.durable.DueServer;
import io.triotp.durable.RequestId;
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

	/** Guarded by the lock. */
	private final Map<StateId, Map<RequestId, Answered>> answered = new HashMap<>();

	private volatile Supplier<Fault> faults = () -> Fault.NONE;

	private volatile Runnable before = () -> {
	};

	private volatile Runnable beforeLoad = () -> {
	};

	private volatile Consumer<Boolean> after = (done) -> {
	};

	private volatile boolean down;

	private volatile boolean forgets = true;

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
	 * Has requests stay that are remembered no longer, as they do until a store is asked
	 * to forget them.
	 * @param forgets whether it forgets any
	 */
	public void forgets(boolean forgets) {
		this.forgets = forgets;
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

	/**
	 * {@return true: what a handler has changed is stored if it returns}
	 */
	@Override
	public boolean runsHandlers() {
		return true;
	}

	@Override
	public boolean transact(Callable<@Nullable StateChange> handler) throws Exception {
		requireUp();
		boolean done = false;
		try {
			StateChange change = handler.call();
			done = change != null && commit(List.of(change)).get(0);
			return done;
		}
		finally {
			this.after.accept(done);
		}
	}

	/**
	 * Does something after each transaction that a handler has run in.
	 * @param action called by the thread of the handler, with whether it was committed
	 */
	public void afterTransaction(Consumer<Boolean> action) {
		this.after = Objects.requireNonNull(action, "action");
	}

	@Override
	public boolean remembersRequests() {
		return true;
	}

	@Override
	public List<RequestId> answered(StateId id, int most) {
		this.beforeLoad.run();
		requireUp();
		this.lock.lock();
		try {
			return this.answered.getOrDefault(id, Map.of()).keySet().stream().limit(most).toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public @Nullable AnsweredRequest answered(StateId id, RequestId request) {
		this.beforeLoad.run();
		requireUp();
		this.lock.lock();
		try {
			Answered found = this.answered.getOrDefault(id, Map.of()).get(request);
			return (found != null) ? found.request() : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int forgetRequests(Instant before, int most) {
		requireUp();
		if (!this.forgets) {
			return 0;
		}
		int forgotten = 0;
		this.lock.lock();
		try {
			for (Map<RequestId, Answered> each : this.answered.values()) {
				for (Answered one : List.copyOf(each.values())) {
					if (forgotten < most && one.request().at().isBefore(before)) {
						each.remove(one.request().id());
						forgotten++;
					}
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
		Map<RequestId, Answered> requests = this.answered.computeIfAbsent(change.id(), (id) -> new LinkedHashMap<>());
		if (change.answered().stream().anyMatch((each) -> isStored(requests.get(each.id()), change))) {
			return true;
		}
		if (!change.isExpected(this.states.get(change.id()))
				|| change.answered().stream().anyMatch((each) -> isInTheWay(requests.get(each.id()), each))) {
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
		change.answered()
			.forEach((each) -> requests.put(each.id(), new Answered(each, change.version(), change.epoch())));
		this.history.add(change);
		return true;
	}

	private static boolean isStored(@Nullable Answered present, StateChange change) {
		return present != null && present.version() == change.version() && present.epoch() == change.epoch();
	}

	private static boolean isInTheWay(@Nullable Answered present, AnsweredRequest next) {
		Instant replaces = next.replaces();
		return present != null && (replaces == null || present.request().at().isAfter(replaces));
	}

	/**
	 * A request, and the change it was stored with.
	 */
	private record Answered(AnsweredRequest request, long version, long epoch) {
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
