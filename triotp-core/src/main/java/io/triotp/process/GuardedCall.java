package io.triotp.process;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Code of a user that a process runs on a thread of its own, so that the process can go
 * on without it. As long as the process waits, that thread runs the process: what the
 * code starts and links is its own. Once the code is given up, its thread runs no process
 * any more.
 *
 * @param <T> what the code returns
 */
final class GuardedCall<T extends @Nullable Object> implements Runnable, Patience.Awaited {

	private static final Logger logger = LoggerFactory.getLogger(GuardedCall.class);

	private final ProcessCell process;

	private final Callable<T> code;

	private final Thread caller = Thread.currentThread();

	/** Written once, by the code's thread or by the process that gives it up. */
	private final AtomicReference<@Nullable Outcome<T>> outcome = new AtomicReference<>();

	GuardedCall(ProcessCell process, Callable<T> code) {
		this.process = process;
		this.code = code;
	}

	/**
	 * Runs the code and waits for it.
	 * @param limit how long
	 * @param late makes what is thrown when the time is over, from where the code is then
	 */
	T call(Duration limit, Function<StackTraceElement[], ? extends Exception> late) throws Exception {
		Objects.requireNonNull(late, "late");
		Deadline.requireNotNegative(Objects.requireNonNull(limit, "limit"));
		Thread thread = this.process.newThread(this);
		this.process.runner = thread;
		try {
			thread.start();
			await(thread, limit, late);
		}
		finally {
			this.process.runner = this.caller;
		}
		return switch (this.outcome.get()) {
			case Outcome.Returned<T>(T value) -> value;
			case Outcome.Threw<T>(Throwable thrown) -> throw sneaky(thrown);
			case Outcome.GivenUp<T>(Exception error) -> {
				// What it waits for is no longer what the process waits for.
				this.process.stopWaiting();
				thread.interrupt();
				throw error;
			}
			case null -> throw new IllegalStateException("nobody waited for the outcome");
		};
	}

	/** Not wrapped: whoever asked must see what the code has thrown. */
	@SuppressWarnings("unchecked")
	private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
		throw (E) thrown;
	}

	/** Waits even when interrupted; the interrupt flag is kept. */
	private void await(Thread thread, Duration limit, Function<StackTraceElement[], ? extends Exception> late) {
		if (Patience.isStartedSoon(this)) {
			return;
		}
		boolean interrupted = false;
		boolean mayReturn = true;
		Deadline deadline = Deadline.after(limit, this.process.node.time());
		while (!isSettled()) {
			if (!deadline.isOver()) {
				deadline.park(this);
				interrupted |= Thread.interrupted();
			}
			else if (!this.process.isAlive()) {
				// Its code is a zombie, which is interrupted until it returns.
				deadline = Deadline.never(this.process.node.time());
			}
			else if (waitsForStart()) {
				// That has a limit of its own.
				deadline = Deadline.after(limit, this.process.node.time());
			}
			else if (mayReturn && hasWaited()) {
				// It knows more than we do why what it started did not come up.
				mayReturn = false;
				deadline = Deadline.after(limit, this.process.node.time());
			}
			else {
				StackTraceElement[] place = thread.getStackTrace();
				this.outcome.compareAndSet(null, new Outcome.GivenUp<>(late.apply(place)));
			}
		}
		if (interrupted) {
			this.caller.interrupt();
		}
	}

	/** Whether the code itself waits for a process that it starts. */
	private boolean waitsForStart() {
		Waiting waiting = this.process.waiting();
		return waiting != null && !waiting.isOver() && waiting.target() instanceof ProcessCell other
				&& other.state() == ProcessInfo.State.STARTING;
	}

	/** Whether the waiting of the code is over, but the code has not gone on yet. */
	private boolean hasWaited() {
		Waiting waiting = this.process.waiting();
		return waiting != null && waiting.isDone();
	}

	@Override
	public boolean isSettled() {
		return this.outcome.get() != null;
	}

	@Override
	public void run() {
		Outcome<T> mine;
		try {
			// A kill before this thread ran has interrupted nobody.
			this.process.requireAlive();
			mine = new Outcome.Returned<>(this.code.call());
		}
		catch (Throwable ex) {
			mine = new Outcome.Threw<>(ex);
		}
		if (this.outcome.compareAndSet(null, mine)) {
			LockSupport.unpark(this.caller);
		}
		else {
			logger.info("Code of {} ({}) that was given up because it hung has ended at last: {}", this.process.path(),
					this.process, mine.text());
		}
	}

	/**
	 * How the call ended.
	 *
	 * @param <T> what the code returns
	 */
	private sealed interface Outcome<T extends @Nullable Object> {

		String text();

		record Returned<T extends @Nullable Object>(T value) implements Outcome<T> {

			@Override
			public String text() {
				return "it returned";
			}

		}

		record Threw<T extends @Nullable Object>(Throwable thrown) implements Outcome<T> {

			@Override
			public String text() {
				return "it threw a " + this.thrown.getClass().getName();
			}

		}

		record GivenUp<T extends @Nullable Object>(Exception error) implements Outcome<T> {

			@Override
			public String text() {
				return "it was given up";
			}

		}

	}

}
