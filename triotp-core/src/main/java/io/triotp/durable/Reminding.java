package io.triotp.durable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives servers their reminders, and wakes those that have no process.
 *
 * <p>
 * Maintainer's note. A reminder is part of the row of its server, and so is set, given
 * and cancelled in one step with the state, under the same version and epoch: of two JVMs
 * that give the same reminder, one has its change stored. Rejected: rows of their own,
 * which need locks and leave reminders of servers that are gone; timers of processes,
 * which keep a server from being let go. All that is due soon is known here, from the
 * changes of this JVM and from the store, which is asked now and then for what others
 * have left.
 */
final class Reminding implements StoreWork {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.durable");

	/** How often the store is asked. */
	static final Duration BETWEEN = Duration.ofSeconds(10);

	/** For how far ahead: further than the store is asked again, though it takes long. */
	static final Duration AHEAD = BETWEEN.multipliedBy(3);

	/** How many it is asked for at a time. */
	static final int PAGE = 1000;

	private static final Duration NEXT_PAGE = Duration.ofMillis(250);

	private static final Duration AGAIN = Duration.ofSeconds(1);

	/** How many rows are looked at each time, since others wait. */
	private static final int MOST_LOOKS = 10;

	private static final long TICK = TimeUnit.MILLISECONDS.toNanos(1);

	private final BehaviourHost node;

	private final StoreCalls calls;

	private final Function<StateId, @Nullable Gate<?>> gates;

	private final StoreProcess process;

	/** Reminders whose end is not stored. */
	private final Backoffs<Given> given = new Backoffs<>();

	/** Servers that were woken and have not begun. */
	private final Backoffs<StateId> woken = new Backoffs<>();

	private final Map<String, Waker> wakers = new ConcurrentHashMap<>();

	/** What the process does not know yet. */
	private final Queue<DueServer> heard = new ConcurrentLinkedQueue<>();

	private final Soon soon = new Soon();

	/** Whether anybody has a reminder, or could have one. */
	private volatile boolean wanted;

	/** When the process looks next, in nanoseconds of the clock. */
	private volatile long looksAt;

	/** Whether it could not be asked the last time. */
	private volatile boolean failing;

	/** When to ask the store, in nanoseconds of the clock. */
	private volatile long asksAt;

	/** Where to go on asking, {@code null} for the beginning. */
	private volatile @Nullable DueServer last;

	Reminding(BehaviourHost node, String name, StoreCalls calls, Function<StateId, @Nullable Gate<?>> gates) {
		this.node = node;
		this.calls = calls;
		this.gates = gates;
		this.process = new StoreProcess(node, "reminders of store " + name, this);
	}

	Backoffs<Given> given() {
		return this.given;
	}

	/** Who has no process any more is started by it from now on. */
	void wakeBy(String type, Waker waker) {
		this.wakers.put(type, waker);
		// They may have reminders from long ago.
		this.last = null;
		this.asksAt = nanos();
		this.wanted = true;
		this.process.look();
	}

	void noLongerBy(String type, Waker waker) {
		this.wakers.remove(type, waker);
	}

	/** A server has begun with what is stored. */
	void begun(StateId id) {
		this.woken.done(id);
	}

	/** A server has a reminder: it is stored. */
	void hears(StateId id, Instant due) {
		boolean first = !this.wanted;
		if (first) {
			this.asksAt = nanos();
			this.wanted = true;
		}
		Instant now = now();
		boolean soon = due.isBefore(now.plus(AHEAD));
		if (soon) {
			this.heard.add(new DueServer(id, due));
		}
		if (first || (soon && nanosUntil(due, now) + TICK + nanos() - this.looksAt < 0)) {
			this.process.look();
		}
	}

	/** No more than can be counted. */
	private static long nanosUntil(Instant due, Instant now) {
		return due.isBefore(now.plus(AHEAD)) ? Duration.between(now, due).toNanos()
				: TimeUnit.NANOSECONDS.convert(AHEAD);
	}

	@Override
	public boolean waits() {
		return this.wanted;
	}

	@Override
	public int most() {
		return 0;
	}

	@Override
	public void left(List<Attempt> attempts) {
		// What it had in hand has got lost with it. Not at once: it may have been the
		// cause.
		this.last = null;
		this.asksAt = nanos() + TimeUnit.NANOSECONDS.convert(AGAIN);
		this.looksAt = nanos();
	}

	@Override
	public long work(Committing holding) throws InterruptedException {
		if (nanos() - this.asksAt >= 0) {
			ask();
		}
		for (DueServer each = this.heard.poll(); each != null; each = this.heard.poll()) {
			this.soon.add(each);
		}
		Instant now = now();
		for (StateId each : this.soon.takeDue(now)) {
			remind(each, now);
		}
		long next = untilNext(now);
		this.looksAt = nanos() + next;
		// Whoever was heard of meanwhile did not know yet when it looks.
		return this.heard.isEmpty() ? next : 1;
	}

	private long untilNext(Instant now) {
		long untilAsked = this.asksAt - nanos();
		Instant first = this.soon.next();
		long untilFirst = (first != null) ? nanosUntil(first, now) : untilAsked;
		return Math.max(TICK, Math.min(untilAsked, untilFirst));
	}

	/** Says nothing about the health of the store, which others see to. */
	private void ask() throws InterruptedException {
		this.given.forgetOld(nanos());
		this.woken.forgetOld(nanos());
		try {
			List<DueServer> page = this.calls.due(this.last, now().plus(AHEAD), PAGE);
			page.forEach(this.soon::add);
			boolean more = page.size() >= PAGE;
			this.last = more ? page.getLast() : null;
			this.asksAt = nanos() + TimeUnit.NANOSECONDS.convert(more ? NEXT_PAGE : BETWEEN);
			this.failing = false;
			endOvertaken(page);
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			this.asksAt = nanos() + TimeUnit.NANOSECONDS.convert(this.failing ? BETWEEN : AGAIN);
			if (!this.failing) {
				this.failing = true;
				say("The store cannot tell who has reminders, and is asked again. Those that it has set for the next half a minute are given",
						ex);
			}
		}
	}

	/**
	 * A process that has read before another JVM stored a reminder would never know of
	 * it.
	 */
	private void endOvertaken(List<DueServer> page) throws InterruptedException {
		int looked = 0;
		for (DueServer each : page) {
			Gate<?> gate = this.gates.apply(each.id());
			if (gate != null && gate.knowsOtherwise(each.due()) && looked++ < MOST_LOOKS) {
				endIfOvertaken(each.id(), gate);
			}
		}
	}

	private void endIfOvertaken(StateId id, Gate<?> gate) throws InterruptedException {
		try {
			StoredState stored = this.calls.load(id);
			if (stored != null && gate.isOvertakenBy(stored)) {
				gate.fail(new NotCommitted.Conflict(id, gate.version()));
			}
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			say("It cannot be seen whether another JVM acts for " + id + "; that is tried again", ex);
		}
	}

	private void remind(StateId id, Instant now) {
		try {
			Gate<?> gate = this.gates.apply(id);
			if (gate == null) {
				wake(id);
			}
			else if (gate.remind(now)) {
				again(id, now);
			}
		}
		catch (Throwable ex) {
			if (!Self.current().alive()) {
				throw ex;
			}
			say(id + " cannot be reminded now; that is tried again", ex);
		}
	}

	private void wake(StateId id) {
		Waker waker = this.wakers.get(id.type());
		if (waker != null && this.woken.wait(id, nanos()) == 0) {
			this.woken.begins(id, nanos());
			waker.wake(id.key(), new Wake());
		}
	}

	/** Not at once: its process is on its way out. */
	private void again(StateId id, Instant now) {
		this.soon.add(new DueServer(id, now.plus(AGAIN)));
	}

	private void say(String text, Throwable cause) {
		this.node.time().report(() -> logger.warn(text, cause));
	}

	private Instant now() {
		return this.node.time().instant();
	}

	private long nanos() {
		return this.node.time().nanoTime();
	}

	void close() {
		this.process.close();
	}

}
