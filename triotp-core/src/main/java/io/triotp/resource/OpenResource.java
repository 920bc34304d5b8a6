package io.triotp.resource;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What a process holds open, and who closes it: once, and by one of three. The process
 * itself when it ends; its guard if it has been killed; whoever opens it if it was killed
 * before that was done.
 *
 * @param <T> the resource
 */
final class OpenResource<T extends AutoCloseable> {

	private final AtomicReference<State<T>> state = new AtomicReference<>(new State.Opening<>());

	private volatile @Nullable Thread waiter;

	/**
	 * Notes that it is open. Called by the holder.
	 * @return false if the holder has been killed, and its guard waits until the caller
	 * has closed it
	 */
	boolean opened(T resource) {
		State<T> now = this.state.get();
		return now instanceof State.Opening
				&& this.state.compareAndSet(now, new State.Open<>(Objects.requireNonNull(resource, "resource")));
	}

	/**
	 * {@return the resource, which the caller must close; empty if it is not open or
	 * somebody else closes it}
	 */
	Optional<T> claim() {
		State<T> now = this.state.get();
		return (now instanceof State.Open<T>(T resource) && this.state.compareAndSet(now, new State.Closing<>()))
				? Optional.of(resource) : Optional.empty();
	}

	/** Makes whoever is opening it close it at once. Called by the guard. */
	void abandon() {
		State<T> now = this.state.get();
		if (now instanceof State.Opening) {
			this.state.compareAndSet(now, new State.Closing<>());
		}
	}

	/** Notes that nothing is open any more. Called by any thread. */
	void closed() {
		this.state.set(new State.Closed<>());
		LockSupport.unpark(this.waiter);
	}

	/**
	 * Waits until nothing is open any more. Called by the guard.
	 * @return false if the deadline has come first
	 */
	boolean awaitClosed(Deadline deadline) throws InterruptedException {
		this.waiter = Thread.currentThread();
		while (!(this.state.get() instanceof State.Closed)) {
			if (deadline.isOver()) {
				return false;
			}
			deadline.park(this);
			if (Thread.interrupted()) {
				throw new InterruptedException("interrupted while waiting until a resource is closed");
			}
		}
		return true;
	}

	private sealed interface State<T> {

		record Opening<T>() implements State<T> {

		}

		record Open<T>(T resource) implements State<T> {

		}

		record Closing<T>() implements State<T> {

		}

		record Closed<T>() implements State<T> {

		}

	}

}
