package io.triotp.node;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.triotp.process.NodeOptions;
import io.triotp.process.ThreadSource;
import io.triotp.time.TimeSource;
import io.triotp.time.Vigil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one close of a node. A thread of its own does it, because whoever asks for it may
 * be part of what it waits for.
 */
final class Closing {

	private static final Logger logger = LoggerFactory.getLogger(Closing.class);

	private final TimeSource time;

	private final ThreadSource threads;

	private final Runnable work;

	private final AtomicReference<@Nullable Thread> worker = new AtomicReference<>();

	private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

	Closing(NodeOptions options, Runnable work) {
		this.time = options.time();
		this.threads = options.threads();
		this.work = work;
	}

	/** Begins, unless somebody has. */
	void begin() {
		if (this.worker.get() == null) {
			Thread thread = this.threads.apart("triotp-close", this::run);
			if (!thread.isVirtual()) {
				// Keeps the JVM alive: whoever asked may have been the last that did.
				thread.setDaemon(false);
			}
			if (this.worker.compareAndSet(null, thread)) {
				start(thread);
			}
		}
	}

	private void start(Thread thread) {
		try {
			thread.start();
		}
		catch (OutOfMemoryError ex) {
			logger.warn("There are no more threads, '{}' closes its node itself", Thread.currentThread().getName());
			this.worker.set(Thread.currentThread());
			run();
		}
	}

	private void run() {
		try {
			this.work.run();
		}
		finally {
			this.over.complete(null);
		}
	}

	/**
	 * Waits until it is over, even when interrupted. Returns early if that would be for
	 * ever: a listener may have asked the JVM to end, on the thread that closes.
	 */
	void await() {
		Thread closer = this.worker.get();
		if (closer != Thread.currentThread()) {
			Vigil.keep(this.over, this.time, () -> closer == null || !neverReturns(closer));
		}
	}

	private static boolean neverReturns(Thread closer) {
		boolean exits = Vigil.neverReturns(closer);
		if (exits) {
			logger.warn("A listener has called System.exit while its node is being closed: nobody waits for it");
		}
		return exits;
	}

}
