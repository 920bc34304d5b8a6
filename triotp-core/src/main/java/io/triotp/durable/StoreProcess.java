package io.triotp.durable;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Envelope;
import io.triotp.process.ExitException;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.SpawnOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that does some work in a store when it is told to, and is followed by another
 * if it ends.
 *
 * <p>
 * Maintainer's note. What is to be done is kept by the work and not in the process, so
 * that the next process goes on.
 */
final class StoreProcess {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.durable");

	private final BehaviourHost node;

	private final String label;

	private final StoreWork work;

	/** Whether the process knows that there is something to do. */
	private final AtomicBoolean told = new AtomicBoolean();

	private final AtomicReference<@Nullable Pid> process = new AtomicReference<>();

	private volatile boolean closed;

	StoreProcess(BehaviourHost node, String label, StoreWork work) {
		this.node = node;
		this.label = label;
		this.work = work;
	}

	/**
	 * There is something to do. Who has been killed can start nobody in its place, and
	 * must not keep others.
	 */
	void look() {
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
			Committing code = new Committing(this, this.work.most());
			Pid made = this.node.spawn(SpawnOptions.defaults().label(this.label), code);
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
		this.work.left(code.attempts());
		this.told.set(false);
		if (this.work.waits()) {
			look();
		}
	}

	/** The node may have been closed. */
	private void lookIfPossible() {
		try {
			lookNow();
		}
		catch (RuntimeException ex) {
			logger.debug("Nothing more is done by '{}'", this.label, ex);
		}
	}

	/** Called by the process. */
	void work(Committing code, Pid self) {
		try {
			this.told.set(false);
			long next = this.work.work(code);
			if (next > 0) {
				if (code.looksAgainAfter(next, this.node.time().nanoTime())) {
					this.node.runAfter(self, Duration.ofNanos(next), this::look);
				}
			}
			else if (this.work.waits()) {
				look();
			}
		}
		catch (InterruptedException ex) {
			throw new ExitException(ExitReason.killed());
		}
		finally {
			if (!self.isAlive()) {
				// Killed meanwhile: what it has just put aside nobody knows of yet.
				ended(code);
			}
		}
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
