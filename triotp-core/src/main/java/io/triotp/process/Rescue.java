package io.triotp.process;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.triotp.time.Arrivals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes what an Error broke off: wakes the processes that have messages and no thread,
 * completes exit sequences, and logs the crashes that could not be logged.
 *
 * <p>
 * Maintainer's note. When the heap or the stack has run out, nothing can be relied on
 * where it happens: each call and each {@code new} may fail again. So there only a field
 * is written ({@link #needed}, and a mark in the process), and the repair is done by a
 * thread of the node that exists beforehand and tries again until it succeeds. For this
 * every step that is broken off must be repeatable. The thread looks five times a second,
 * because waking it takes a call. Since it does not depend on carriers, it is also the
 * one that looks whether there are any, and whether handlers return. It holds its node
 * weakly: a node that is never closed can still be collected.
 */
final class Rescue implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Rescue.class);

	private static final long LOOK_EVERY_NANOS = 200_000_000;

	/** While virtual threads may have no carrier. */
	private static final long LOOK_SOON_NANOS = 100_000_000;

	/** While nothing comes from outside, only one look in so many is for the carriers. */
	private static final int RARELY = 5;

	/** So many crashes can wait to be logged; further ones are only counted. */
	private static final int UNLOGGED = 64;

	/**
	 * Whether there may be something to do. Written as a plain field where nothing else
	 * can be done.
	 */
	volatile boolean needed;

	private final WeakReference<ProcessTable> table;

	private final AtomicReferenceArray<@Nullable ProcessCell> unlogged = new AtomicReferenceArray<>(UNLOGGED);

	private final AtomicInteger more = new AtomicInteger();

	/** Processes that had ended when an Error struck their threads. */
	private final AtomicReferenceArray<@Nullable ProcessCell> ended = new AtomicReferenceArray<>(UNLOGGED);

	private volatile boolean closed;

	private volatile @Nullable Thread thread;

	private final CarrierWatch carriers;

	private final HandlerWatch handlers;

	/** Used by its thread: the last arrival when it looked at the carriers. */
	private long arrival;

	/** Used by its thread: looks since then. */
	private int looks;

	Rescue(ProcessTable table, CarrierWatch carriers, HandlerWatch handlers) {
		this.table = new WeakReference<>(table);
		this.carriers = carriers;
		this.handlers = handlers;
		// A class that is initialised for the first time without memory is lost for ever.
		CrashReport.initialise();
		this.unlogged.compareAndSet(0, null, null);
	}

	void start() {
		Thread started = Thread.ofPlatform()
			.daemon()
			.name("triotp-rescue")
			.inheritInheritableThreadLocals(false)
			.unstarted(this);
		this.thread = started;
		started.start();
	}

	void close() {
		this.closed = true;
		LockSupport.unpark(this.thread);
	}

	/** Whether its thread has not ended: it may look once more after it was closed. */
	boolean isRunning() {
		Thread started = this.thread;
		return started != null && started.isAlive();
	}

	@Override
	public void run() {
		while (!this.closed) {
			LockSupport.parkNanos(this, this.carriers.isCalm() ? LOOK_EVERY_NANOS : LOOK_SOON_NANOS);
			Thread.interrupted();
			ProcessTable processes = this.table.get();
			if (processes == null) {
				break;
			}
			if (this.needed) {
				this.needed = false;
				look(processes);
			}
			if (mayLackCarriers()) {
				lookAtCarriers(processes);
			}
			this.handlers.beat(processes);
		}
		this.carriers.close();
	}

	/** Whoever looks wakes a carrier, which costs more than all else of an idle node. */
	private boolean mayLackCarriers() {
		boolean quiet = this.carriers.isCalm() && this.carriers.lent() == 0 && this.arrival == Arrivals.last();
		return !quiet || ++this.looks >= RARELY;
	}

	private void lookAtCarriers(ProcessTable processes) {
		try {
			this.carriers.look(processes.all());
			this.arrival = Arrivals.last();
			this.looks = 0;
		}
		catch (Throwable ex) {
			// Memory may be short: the next look comes soon.
		}
	}

	private void look(ProcessTable processes) {
		try {
			processes.all().filter(ProcessCell::lacksThread).forEach(Rescue::goOn);
			Stream.concat(processes.all(), processes.leaving())
				.filter(ProcessCell::isBrokenOff)
				.forEach(ProcessCell::completeExit);
			abandonEnded();
			logUnlogged();
		}
		catch (Throwable ex) {
			this.needed = true;
		}
	}

	/** A process whose thread only waits for a carrier gets a second one, in vain. */
	private static void goOn(ProcessCell cell) {
		cell.goOn();
		logger.warn("{} ({}) lacks a thread after an Error in this node, and gets one", cell.path(), cell);
	}

	private void abandonEnded() {
		for (int i = 0; i < UNLOGGED; i++) {
			ProcessCell cell = this.ended.get(i);
			if (cell != null) {
				cell.abandon();
				this.ended.set(i, null);
			}
		}
	}

	private void logUnlogged() {
		for (int i = 0; i < UNLOGGED; i++) {
			ProcessCell cell = this.unlogged.get(i);
			if (cell != null) {
				ExitReason reason = cell.exitReason();
				if (reason == null) {
					this.needed = true;
				}
				else {
					CrashReport.logLate(cell, reason);
					this.unlogged.set(i, null);
				}
			}
		}
		int more = this.more.get();
		if (more > 0) {
			logger.error("{} more processes crashed when there was no memory left to log it", more);
			this.more.addAndGet(-more);
		}
	}

	/**
	 * An Error has struck the thread of a process. One that lives is found when it is
	 * looked for; what has ended is in no list any more. Allocates nothing.
	 */
	void struck(ProcessCell cell) {
		for (int i = 0; !cell.isAlive() && i < UNLOGGED; i++) {
			if (this.ended.compareAndSet(i, null, cell)) {
				break;
			}
		}
		this.needed = true;
	}

	/** Takes a crash that cannot be logged now. Allocates nothing. */
	void logLater(ProcessCell cell) {
		this.needed = true;
		for (int i = 0; i < UNLOGGED; i++) {
			if (this.unlogged.compareAndSet(i, null, cell)) {
				return;
			}
		}
		this.more.incrementAndGet();
	}

}
