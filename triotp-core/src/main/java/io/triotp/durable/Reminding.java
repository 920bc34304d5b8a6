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

	/** How often the store is asked, and for how far ahead. */
	static final Duration AHEAD = Duration.ofSeconds(10);

	/** How many it is asked for at a time, and how long after it is asked for more. */
	static final int PAGE = 1000;

	private static final Duration NEXT_PAGE = Duration.ofSeconds(1);

	private final BehaviourHost node;

	private final StoreCalls calls;

	private final StoreHealth health;

	private final Function<StateId, @Nullable Gate<?>> gates;

	private final StoreProcess process;

	private final GivenReminders given = new GivenReminders();

	private final Map<String, Waker> wakers = new ConcurrentHashMap<>();

	/** What the process does not know yet. */
	private final Queue<DueServer> heard = new ConcurrentLinkedQueue<>();

	private final Soon soon = new Soon();

	/** Whether anybody has a reminder, or could have one. */
	private volatile boolean wanted;

	/** When the process looks next, in nanoseconds of the clock. */
	private volatile long looksAt;

	/** When to ask the store, in nanoseconds of the clock. */
	private volatile long asksAt;

	/** Where to go on asking, {@code null} for the beginning. */
	private volatile @Nullable DueServer last;

	Reminding(BehaviourHost node, String name, StoreCalls calls, StoreHealth health,
			Function<StateId, @Nullable Gate<?>> gates) {
		this.node = node;
		this.calls = calls;
		this.health = health;
		this.gates = gates;
		this.process = new StoreProcess(node, "reminders of store " + name, this);
	}

	GivenReminders given() {
		return this.given;
	}

	/** Who has no process any more is started by it from now on. */
	void wakeBy(String type, Waker waker) {
		this.wakers.put(type, waker);
		// They may have reminders from long ago.
		this.asksAt = nanos();
		this.wanted = true;
		this.process.look();
	}

	void noLongerBy(String type, Waker waker) {
		this.wakers.remove(type, waker);
	}

	/** A server has a reminder: it is stored. */
	void hears(StateId id, Instant due) {
		boolean first = !this.wanted;
		if (first) {
			this.asksAt = nanos();
			this.wanted = true;
		}
		Instant now = now();
		if (first || due.isBefore(now.plus(AHEAD))) {
			this.heard.add(new DueServer(id, due));
			if (first || Duration.between(now, due).toNanos() + nanos() - this.looksAt < 0) {
				this.process.look();
			}
		}
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
		// What it knew of may have got lost with it.
		this.asksAt = nanos();
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
		long untilFirst = (first != null) ? Duration.between(now, first).toNanos() : untilAsked;
		return Math.max(TimeUnit.MILLISECONDS.toNanos(1), Math.min(untilAsked, untilFirst));
	}

	private void ask() throws InterruptedException {
		this.given.forgetOld(now());
		List<DueServer> page;
		try {
			page = this.calls.due(this.last, now().plus(AHEAD), PAGE);
			this.health.reads();
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			this.health.failsToRead(ex);
			this.asksAt = nanos() + TimeUnit.NANOSECONDS.convert(NEXT_PAGE);
			return;
		}
		page.forEach(this.soon::add);
		boolean more = page.size() >= PAGE;
		this.last = more ? page.getLast() : null;
		this.asksAt = nanos() + TimeUnit.NANOSECONDS.convert(more ? NEXT_PAGE : AHEAD);
	}

	private void remind(StateId id, Instant now) {
		Instant notBefore = this.given.notBefore(id, now);
		if (notBefore != null) {
			if (notBefore.isBefore(now.plus(AHEAD))) {
				this.soon.add(new DueServer(id, notBefore));
			}
			return;
		}
		Gate<?> gate = this.gates.apply(id);
		Waker waker = (gate == null) ? this.wakers.get(id.type()) : null;
		try {
			if (gate != null) {
				gate.remind(now);
			}
			else if (waker != null) {
				waker.wake(id.key(), new Wake());
			}
		}
		catch (Throwable ex) {
			this.node.time().report(() -> logger.warn("{} cannot be reminded now; that is tried again", id, ex));
		}
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
