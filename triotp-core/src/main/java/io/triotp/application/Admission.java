package io.triotp.application;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether an application may be started. From the moment a stop of all begins
 * nothing is admitted, so what there is to stop is known; the list can grow no more.
 */
final class Admission {

	private final String node;

	private final Lock lock = new ReentrantLock();

	/** Guarded by lock. */
	private long stops;

	/** Guarded by lock: how many stops of all are under way. */
	private int stopping;

	/** Guarded by lock: why nothing is started any more. */
	private @Nullable String closed;

	Admission(String node) {
		this.node = node;
	}

	/**
	 * {@return what is shown when an application is to be admitted} Whoever starts
	 * several gets one ticket for all of them: a stop of all that has begun since, even
	 * if it is over, ends the whole start.
	 */
	long ticket() {
		this.lock.lock();
		try {
			return this.stops;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Lets an application in.
	 * @param application its name
	 * @param ticket the ticket of its starter
	 * @param entry writes it down; must be quick
	 * @throws ApplicationStartException if nothing is started now
	 */
	<T> T admit(String application, long ticket, Supplier<T> entry) {
		String refusal;
		this.lock.lock();
		try {
			refusal = refusal(ticket);
			if (refusal == null) {
				return entry.get();
			}
		}
		finally {
			this.lock.unlock();
		}
		throw new ApplicationStartException(application, refusal);
	}

	private @Nullable String refusal(long ticket) {
		if (this.closed != null) {
			return this.closed + " and starts nothing";
		}
		return (this.stopping > 0 || ticket != this.stops) ? stoppingAll() : null;
	}

	String stoppingAll() {
		return "node '" + this.node + "' stops all its applications";
	}

	String closing() {
		return "node '" + this.node + "' is being closed";
	}

	/** A stop of all begins. */
	void beginStop() {
		this.lock.lock();
		try {
			this.stops++;
			this.stopping++;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** A stop of all is over. */
	void endStop() {
		this.lock.lock();
		try {
			this.stopping--;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Nothing is started any more. */
	void close() {
		this.lock.lock();
		try {
			if (this.closed == null) {
				this.closed = closing();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** All have been stopped for good. */
	void closed() {
		this.lock.lock();
		try {
			this.closed = "node '" + this.node + "' has been stopped";
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isClosed() {
		this.lock.lock();
		try {
			return this.closed != null;
		}
		finally {
			this.lock.unlock();
		}
	}

}
