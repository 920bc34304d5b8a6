package io.triotp.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import io.triotp.process.Envelope;
import io.triotp.process.ExitReason;
import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The system requests of one server, and whether it is suspended.
 *
 * <p>
 * Maintainer's note. A suspended server is parked in the handler of the request that
 * suspended it, so its messages stay in the mailbox, with limits and length as usual. A
 * request that is sent to a running server has its place in the mailbox, after what its
 * sender sent before (OTP G27); it is in {@code posted} too, because it may be behind the
 * one that suspends. A request sent to a suspended server is in {@code direct} only:
 * otherwise a server inspected every second while suspended would fill its mailbox.
 * Neither loses a wake-up: the sender puts the request into its queue before it reads
 * {@code suspended}, and the server writes {@code suspended} before it reads the queues.
 */
final class SystemMessages {

	/** Also in the mailbox; handled by whoever removes it from here. */
	private final Queue<PendingCall> posted = new ConcurrentLinkedQueue<>();

	private final Queue<PendingCall> direct = new ConcurrentLinkedQueue<>();

	/**
	 * The thread of the server while it is suspended; written by it, read by any thread.
	 */
	private volatile @Nullable Thread suspended;

	/** Own process only. */
	private final DebugFunctions functions = new DebugFunctions();

	DebugFunctions functions() {
		return this.functions;
	}

	// the side of the sender

	/**
	 * {@return a system message as a request}
	 * @param message the message
	 * @param server the class of the server it was sent to
	 * @throws IllegalArgumentException if it is none
	 */
	static PendingCall requireRequest(Envelope message, Class<?> server) {
		if (message instanceof PendingCall request && request.content() instanceof SystemRequest) {
			return request;
		}
		throw new IllegalArgumentException(
				"A " + message.getClass().getName() + " is not a system message for the server of " + server.getName()
						+ ": it only knows the requests of Sys");
	}

	/**
	 * Takes a new request.
	 * @return whether it needs no place in the mailbox
	 */
	boolean offer(PendingCall request) {
		if (isSuspended()) {
			this.direct.add(request);
			if (isSuspended() || !this.direct.remove(request)) {
				unpark();
				if (!request.receiver().isAlive()) {
					// Possibly added after the process ended and failed those it found.
					request.serverExited(ExitReason.noProcess());
				}
				return true;
			}
		}
		this.posted.add(request);
		unpark();
		return false;
	}

	void unpark() {
		LockSupport.unpark(this.suspended);
	}

	boolean isSuspended() {
		return this.suspended != null;
	}

	/** Fails those that are not in the mailbox: nobody will handle them. */
	void serverExited(ExitReason reason) {
		for (PendingCall each = this.direct.poll(); each != null; each = this.direct.poll()) {
			each.serverExited(reason);
		}
	}

	// the side of the server

	/**
	 * {@return whether a request found in the mailbox has not been handled yet}
	 */
	boolean take(PendingCall request) {
		return this.posted.remove(request);
	}

	/**
	 * {@return the next request to handle without looking into the mailbox} Also used
	 * after the server was resumed, until there is none.
	 */
	@Nullable PendingCall next() {
		PendingCall next = isSuspended() ? this.posted.poll() : null;
		return (next != null) ? next : this.direct.poll();
	}

	void suspend() {
		this.suspended = Thread.currentThread();
	}

	void resume() {
		this.suspended = null;
	}

	/** Waits for a wake-up. A stale interrupt would turn the wait into a spin. */
	void park(TimeSource time) {
		time.park(this);
		Thread.interrupted();
	}

}
