package io.triotp.durable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Envelope;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.SpawnOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has what is to be stored stored, by a process of its own: all that has gathered while a
 * transaction was under way goes into the next one.
 *
 * <p>
 * Maintainer's note. What waits is kept here and not in the process, so that the next
 * process goes on if one ends. After an error of the store nobody knows whether a change
 * is stored; versions and epochs tell, so it is read and then stored again if need be.
 */
final class Committer {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.durable");

	private final BehaviourHost node;

	private final String name;

	private final StateStore states;

	private final StoreHealth health;

	private final StoreCounters counters;

	private final int batch;

	/** Those that have something to store. */
	private final Queue<Gate<?>> queue = new ConcurrentLinkedQueue<>();

	private final Queue<Attempt> uncertain = new ConcurrentLinkedQueue<>();

	/** Whether the process knows that there is something to do. */
	private final AtomicBoolean told = new AtomicBoolean();

	private final AtomicReference<@Nullable Pid> process = new AtomicReference<>();

	/** As long as the store fails: when to ask it again, in nanoseconds of the clock. */
	private volatile long notBefore;

	/** How often in a row it has failed. */
	private volatile int failures;

	private volatile boolean closed;

	Committer(BehaviourHost node, String name, StateStore states, StoreOptions options, StoreHealth health,
			StoreCounters counters) {
		this.node = node;
		this.name = name;
		this.states = states;
		this.batch = options.batch();
		this.health = health;
		this.counters = counters;
	}

	// the side of the servers

	void add(Gate<?> gate) {
		this.queue.add(gate);
		look();
	}

	/** Who has been killed can start nobody in its place, and must not keep others. */
	private void look() {
		try {
			lookNow();
		}
		catch (RuntimeException ex) {
			this.node.time().report(this::lookIfPossible);
		}
	}

	private void lookNow() {
		if (!this.told.compareAndSet(false, true)) {
			return;
		}
		boolean done = false;
		try {
			tell();
			done = true;
		}
		finally {
			if (!done) {
				this.told.set(false);
			}
		}
	}

	private void tell() {
		Pid present = this.process.get();
		while (!this.closed && (present == null || !this.node.offerKept(present, new Look()))) {
			Committing code = new Committing(this);
			Pid made = this.node.spawn(SpawnOptions.defaults().label("store " + this.name), code);
			if (this.process.compareAndSet(present, made)) {
				this.node.onExit(made, (pid, reason) -> ended(code));
			}
			else {
				this.node.kill(made);
			}
			present = this.process.get();
		}
	}

	/** Nobody knows what became of what it was storing. May be called twice. */
	private void ended(Committing code) {
		code.attempts().forEach(this::isUncertain);
		this.told.set(false);
		if (!this.uncertain.isEmpty() || !this.queue.isEmpty()) {
			look();
		}
	}

	/** The node may have been closed. */
	private void lookIfPossible() {
		try {
			lookNow();
		}
		catch (RuntimeException ex) {
			logger.debug("Nothing more is stored in '{}'", this.name, ex);
		}
	}

	// the process

	void work(Committing code, Pid self) {
		try {
			workOnce(code, self);
		}
		finally {
			if (!self.isAlive()) {
				// Killed meanwhile: what it has just put aside nobody knows of yet.
				ended(code);
			}
		}
	}

	private void workOnce(Committing code, Pid self) {
		this.told.set(false);
		long now = this.node.time().nanoTime();
		if (this.failures > 0 && this.notBefore - now > 0) {
			lookIn(self, this.notBefore - now);
			return;
		}
		boolean serves = resolve(code, now) && commit(code, self);
		if (serves) {
			this.failures = 0;
		}
		else {
			long pause = Attempt.pause(this.failures++);
			this.notBefore = now + pause;
		}
		long next = next(now);
		if (next > 0) {
			lookIn(self, next);
		}
		else if (!this.queue.isEmpty()) {
			look();
		}
	}

	/** How long nothing is to be done, 0 if that is not known. */
	private long next(long now) {
		if (this.failures > 0) {
			return Math.max(1, this.notBefore - now);
		}
		return this.queue.isEmpty()
				? this.uncertain.stream().mapToLong((each) -> each.notBefore() - now).min().orElse(0) : 0;
	}

	private void lookIn(Pid self, long nanos) {
		this.node.runAfter(self, Duration.ofNanos(Math.max(1, nanos)), this::look);
	}

	/**
	 * Finds out what became of what is uncertain, and sees to it.
	 * @return whether the store serves
	 */
	private boolean resolve(Committing code, long now) {
		List<Attempt> due = new ArrayList<>();
		this.uncertain.removeIf((each) -> each.notBefore() - now <= 0 && due.add(each));
		for (int i = 0; i < due.size(); i++) {
			Attempt each = due.get(i).gate().again(due.get(i));
			if (each == null) {
				giveUp(due.get(i));
				continue;
			}
			due.set(i, each);
			code.attempts(due.subList(i, due.size()));
			StoredState stored;
			try {
				stored = this.states.load(each.change().id());
			}
			catch (Throwable ex) {
				this.health.fails(ex);
				due.subList(i, due.size()).forEach((left) -> isUncertain(left.again(now)));
				code.attempts(List.of());
				return false;
			}
			resolve(each, stored, now);
		}
		code.attempts(List.of());
		return true;
	}

	private void resolve(Attempt each, @Nullable StoredState stored, long now) {
		if (each.change().isStoredAs(stored)) {
			settle(each, true);
		}
		else if (!each.change().isExpected(stored)) {
			settle(each, false);
		}
		else {
			try {
				// What is in its way may be what the one before has stored meanwhile.
				boolean done = this.states.commit(List.of(each.change())).get(0)
						|| each.change().isStoredAs(this.states.load(each.change().id()));
				this.health.serves();
				this.counters.committed(1);
				settle(each, done);
			}
			catch (Throwable ex) {
				// It can be read, so this may be the fault of the change alone.
				each.gate().trouble(StoreHealth.text(ex));
				isUncertain(each.again(now));
			}
		}
	}

	/**
	 * Stores what has gathered.
	 * @return whether the store serves
	 */
	private boolean commit(Committing code, Pid self) {
		List<Attempt> attempts = take();
		if (attempts.isEmpty()) {
			return true;
		}
		code.attempts(attempts);
		List<Boolean> outcomes;
		try {
			outcomes = this.states.commit(attempts.stream().map(Attempt::change).toList());
			if (outcomes.size() != attempts.size() || outcomes.stream().anyMatch(Objects::isNull)) {
				throw new IllegalStateException(
						this.states + " has answered " + outcomes.size() + " of " + attempts.size() + " changes");
			}
		}
		catch (Throwable ex) {
			this.health.fails(ex);
			code.attempts(List.of());
			attempts.forEach(this::isUncertain);
			return false;
		}
		this.health.serves();
		this.counters.committed(attempts.size());
		for (int i = 0; i < attempts.size(); i++) {
			settle(attempts.get(i), outcomes.get(i));
		}
		// Not before: what an Error has kept from being settled is looked after.
		code.attempts(List.of());
		return true;
	}

	private List<Attempt> take() {
		List<Attempt> attempts = new ArrayList<>();
		Gate<?> gate;
		while (attempts.size() < this.batch && (gate = this.queue.poll()) != null) {
			Attempt attempt = gate.take();
			if (attempt != null) {
				attempts.add(attempt);
			}
		}
		return attempts;
	}

	private void isUncertain(Attempt attempt) {
		this.uncertain.add(attempt);
		attempt.gate().isUncertain();
	}

	private void settle(Attempt attempt, boolean stored) {
		if (stored) {
			attempt.stored();
		}
		else {
			this.counters.conflict();
			giveUp(attempt);
		}
	}

	private static void giveUp(Attempt attempt) {
		attempt.notStored(new NotCommitted.Conflict(attempt.change().id(), attempt.change().expectedVersion()));
	}

	void close() {
		this.closed = true;
		Pid present = this.process.get();
		if (present != null) {
			this.node.stop(present, ExitReason.shutdown());
		}
	}

	/** Tells the process that there is something to do. */
	private static final class Look extends Envelope {

		@Override
		public Object content() {
			return "look";
		}

		@Override
		protected boolean countsAsDeadLetter() {
			return false;
		}

	}

}
