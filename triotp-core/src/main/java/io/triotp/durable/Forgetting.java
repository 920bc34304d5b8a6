package io.triotp.durable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.triotp.process.BehaviourHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a store forget the requests that were answered too long ago.
 *
 * <p>
 * Maintainer's note. They are rows of their own: a request must be known when its server
 * has removed its state, as after a purchase. So they stay when nobody comes back, and
 * are looked for by their age. Whoever reads one that is too old treats it as unknown, so
 * it does not matter when they go.
 */
final class Forgetting implements StoreWork {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.durable");

	/** How often the store is told to. */
	static final Duration BETWEEN = Duration.ofMinutes(10);

	/** How many it forgets at a time: a statement must not take long. */
	static final int PAGE = 1000;

	private static final Duration NEXT_PAGE = Duration.ofMillis(1);

	private final BehaviourHost node;

	private final StoreCalls calls;

	private final Duration kept;

	private final StoreProcess process;

	/** Whether any server uses the store. */
	private volatile boolean wanted;

	/** When to do it, in nanoseconds of the clock. */
	private volatile long next;

	/** Whether that failed the last time. */
	private volatile boolean failing;

	Forgetting(BehaviourHost node, String name, StoreCalls calls, Duration kept) {
		this.node = node;
		this.calls = calls;
		this.kept = kept;
		this.process = new StoreProcess(node, "requests of store " + name, this);
	}

	/**
	 * {@return since when requests are remembered}
	 */
	Instant since() {
		Instant now = this.node.time().instant();
		Instant never = Instant.EPOCH;
		return (this.kept.compareTo(Duration.between(never, now)) < 0) ? now.minus(this.kept) : never;
	}

	/** A server uses the store, or one did whose requests are still there. */
	void begins() {
		if (!this.wanted) {
			this.next = this.node.time().nanoTime();
			this.wanted = true;
			this.process.look();
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
		// Not at once: it may have been the cause.
		this.next = this.node.time().nanoTime() + TimeUnit.NANOSECONDS.convert(BETWEEN);
	}

	@Override
	public long work(Committing holding) throws InterruptedException {
		long left = this.next - this.node.time().nanoTime();
		if (left > 0) {
			return left;
		}
		long pause = TimeUnit.NANOSECONDS.convert(forgetSome() ? NEXT_PAGE : BETWEEN);
		this.next = this.node.time().nanoTime() + pause;
		return pause;
	}

	/**
	 * {@return whether there may be more}
	 */
	private boolean forgetSome() throws InterruptedException {
		try {
			boolean more = this.calls.forgetRequests(since(), PAGE) >= PAGE;
			this.failing = false;
			return more;
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			if (!this.failing) {
				this.failing = true;
				this.node.time()
					.report(() -> logger.warn("The store cannot forget requests that were answered long ago; "
							+ "that is tried again every 10 minutes", ex));
			}
			return false;
		}
	}

	void close() {
		this.process.close();
	}

}
