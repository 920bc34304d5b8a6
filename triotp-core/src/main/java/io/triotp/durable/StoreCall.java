package io.triotp.durable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * One call of a store, which goes on when nobody waits for it any more.
 *
 * @param <T> what the store answers
 */
final class StoreCall<T extends @Nullable Object> implements Runnable {

	private final Callable<T> code;

	/** What it may change. */
	private final List<StateId> changes;

	private final Unreturned unreturned;

	private final Thread caller = Thread.currentThread();

	/** Made before it is needed, as there may be no memory then. */
	private final Outcome<T> none = new Outcome<>(null, null);

	private final AtomicReference<@Nullable Outcome<T>> outcome = new AtomicReference<>();

	StoreCall(Callable<T> code, List<StateId> changes, Unreturned unreturned) {
		this.code = code;
		this.changes = changes;
		this.unreturned = unreturned;
	}

	@Override
	public void run() {
		Outcome<T> found = this.none;
		try {
			found = outcomeOf(this.code);
		}
		finally {
			this.unreturned.ends(this.changes);
			if (!this.outcome.compareAndSet(null, found)) {
				this.unreturned.back();
			}
			LockSupport.unpark(this.caller);
		}
	}

	private static <T extends @Nullable Object> Outcome<T> outcomeOf(Callable<T> code) {
		try {
			return new Outcome<>(code.call(), null);
		}
		catch (Throwable ex) {
			return new Outcome<>(null, ex);
		}
	}

	/**
	 * Waits for what the store answers, and gives it up if that takes too long.
	 * @return whether it has come back
	 * @throws InterruptedException if the caller is interrupted, which gives it up too
	 */
	boolean await(Deadline deadline) throws InterruptedException {
		boolean interrupted = false;
		while (this.outcome.get() == null && !deadline.isOver() && !interrupted) {
			deadline.park(this);
			interrupted = Thread.interrupted();
		}
		boolean back = !givesUp();
		if (interrupted) {
			if (!back) {
				throw new InterruptedException();
			}
			this.caller.interrupt();
		}
		return back;
	}

	private boolean givesUp() {
		if (this.outcome.get() != null) {
			return false;
		}
		// Before it can be counted as back.
		this.unreturned.givenUp();
		if (this.outcome.compareAndSet(null, this.none)) {
			return true;
		}
		this.unreturned.back();
		return false;
	}

	/**
	 * {@return what the store has answered}
	 * @throws Exception what it has thrown
	 */
	@SuppressWarnings("NullAway") // null if the store may answer null
	T answer() throws Exception {
		Outcome<T> present = Objects.requireNonNull(this.outcome.get(), "it has not come back");
		return switch (present.error()) {
			case null -> {
				if (present == this.none) {
					throw new IllegalStateException("an Error has struck while a call of a store came back");
				}
				yield present.value();
			}
			case Exception ex -> throw ex;
			case Error ex -> throw ex;
			case Throwable ex -> throw new IllegalStateException(ex);
		};
	}

	/** What the store has answered or thrown. */
	private record Outcome<T extends @Nullable Object>(@Nullable T value, @Nullable Throwable error) {
	}

}
