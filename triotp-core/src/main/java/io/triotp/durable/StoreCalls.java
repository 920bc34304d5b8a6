package io.triotp.durable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

import io.triotp.process.BehaviourHost;
import io.triotp.time.Deadline;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * Calls a store by threads of their own, and waits for each call half as long as a change
 * may take: a dead connection costs one of two tries.
 *
 * <p>
 * Maintainer's note. Processes are interrupted when they are killed, and an interrupt
 * closes the file of an embedded database for the whole JVM. A store may also hang,
 * although its driver should know a limit. So nobody interrupts a call, and whoever has
 * waited for long enough goes on without it: versions and epochs tell later what became
 * of it. Those that do not come back are counted, and too many of them keep others from
 * joining them.
 */
final class StoreCalls {

	private static final int MOST_GIVEN_UP = 64;

	private final BehaviourHost node;

	private final String thread;

	private final StateStore states;

	private final Duration limit;

	private final Unreturned unreturned = new Unreturned();

	StoreCalls(BehaviourHost node, String name, StateStore states, Duration limit) {
		this.node = node;
		this.thread = "triotp-store-" + name;
		this.states = states;
		this.limit = limit;
	}

	/**
	 * {@return what is stored}
	 * @throws InterruptedException if the calling thread is interrupted
	 * @throws TimeoutException if the store does not answer in time
	 * @throws Exception what the store throws
	 */
	@Nullable StoredState load(StateId id, Deadline deadline) throws Exception {
		return call(() -> this.states.load(id), List.of(), deadline);
	}

	@Nullable StoredState load(StateId id) throws Exception {
		return load(id, Deadline.NEVER);
	}

	boolean runsHandlers() {
		return this.states.runsHandlers();
	}

	/** By the calling thread, to which the transaction belongs. */
	boolean transact(Callable<@Nullable StateChange> handler) throws Exception {
		return this.states.transact(handler);
	}

	boolean remembersRequests() {
		return this.states.remembersRequests();
	}

	/**
	 * {@return which requests of a server are remembered}
	 * @throws InterruptedException if the calling thread is interrupted
	 * @throws TimeoutException if the store does not answer in time
	 * @throws Exception what the store throws
	 */
	List<RequestId> answered(StateId id, int most, Deadline deadline) throws Exception {
		return call(() -> this.states.answered(id, most), List.of(), deadline);
	}

	/**
	 * {@return a request if it is remembered}
	 * @throws InterruptedException if the calling thread is interrupted
	 * @throws TimeoutException if the store does not answer in time
	 * @throws Exception what the store throws
	 */
	@Nullable AnsweredRequest answered(StateId id, RequestId request, Deadline deadline) throws Exception {
		return call(() -> this.states.answered(id, request), List.of(), deadline);
	}

	/**
	 * {@return how many requests were forgotten}
	 * @throws InterruptedException if the calling thread is interrupted
	 * @throws TimeoutException if the store does not answer in time
	 * @throws Exception what the store throws
	 */
	int forgetRequests(Instant before, int most) throws Exception {
		return call(() -> this.states.forgetRequests(before, most), List.of(), Deadline.NEVER);
	}

	boolean publishesEvents() {
		return this.states.publishesEvents();
	}

	/**
	 * {@return which servers have a reminder that is due}
	 * @throws InterruptedException if the calling thread is interrupted
	 * @throws TimeoutException if the store does not answer in time
	 * @throws Exception what the store throws
	 */
	List<DueServer> due(@Nullable DueServer after, Instant until, int most) throws Exception {
		return call(() -> this.states.due(after, until, most), List.of(), Deadline.NEVER);
	}

	/**
	 * {@return for each change, whether it is stored}
	 * @throws InterruptedException if the calling thread is interrupted
	 * @throws TimeoutException if the store does not answer in time
	 * @throws Exception what the store throws
	 */
	List<Boolean> commit(List<StateChange> changes) throws Exception {
		List<Boolean> outcomes = call(() -> this.states.commit(changes), changes.stream().map(StateChange::id).toList(),
				Deadline.NEVER);
		if (outcomes.size() != changes.size() || outcomes.stream().anyMatch(Objects::isNull)) {
			throw new IllegalStateException(
					this.states + " has answered " + outcomes.size() + " of " + changes.size() + " changes");
		}
		return outcomes;
	}

	/** Known before it begins, and until it has come back. */
	private void start(StoreCall<?> call, List<StateId> changes) {
		this.unreturned.begins(changes);
		boolean started = false;
		try {
			this.node.newThread(call, this.thread).start();
			started = true;
		}
		finally {
			if (!started) {
				this.unreturned.ends(changes);
			}
		}
	}

	/**
	 * {@return whether a call that is in the store, also one that was given up, may still
	 * change what is stored}
	 */
	boolean mayStillChange(StateId id) {
		return this.unreturned.mayChange(id);
	}

	private <T extends @Nullable Object> T call(Callable<T> code, List<StateId> changes, Deadline deadline)
			throws Exception {
		if (this.unreturned.givenUpCount() >= MOST_GIVEN_UP) {
			throw new TimeoutException(MOST_GIVEN_UP + " calls of the store have been given up and have not come back; "
					+ "it is called again when one does");
		}
		StoreCall<T> call = new StoreCall<>(code, changes, this.unreturned);
		start(call, changes);
		Duration most = (deadline.left().compareTo(this.limit) < 0) ? deadline.left() : this.limit;
		if (!call.await(Deadline.after(most, this.node.time()))) {
			throw new TimeoutException("the store has not answered within " + TimeText.of(most)
					+ ". Its driver should be told a time after which it gives up");
		}
		return call.answer();
	}

}
