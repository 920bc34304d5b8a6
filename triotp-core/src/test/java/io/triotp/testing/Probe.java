package io.triotp.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import io.triotp.process.ExitReason;
import io.triotp.process.ExitWatch;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.time.Deadline;
import io.triotp.time.TimeSource;

/**
 * Where code under test leaves what it has seen, and where a test waits for it. Waits so
 * long that only a failure lets the time run out.
 *
 * @param <T> what is left
 */
public final class Probe<T> {

	/** How long to wait for what must come. */
	public static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final TimeSource REAL_TIME = TimeSource.system();

	private final LinkedBlockingQueue<T> seen = new LinkedBlockingQueue<>();

	/**
	 * Leave something.
	 * @param something what
	 */
	public void tell(T something) {
		this.seen.add(something);
	}

	/**
	 * {@return the next thing left, as soon as there is one}
	 */
	public T await() {
		try {
			T next = this.seen.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
			if (next == null) {
				throw new AssertionError("nothing was told within " + PATIENCE);
			}
			return next;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("interrupted while waiting", ex);
		}
	}

	/**
	 * {@return the next things left}
	 * @param count how many
	 */
	public List<T> await(int count) {
		List<T> all = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			all.add(await());
		}
		return all;
	}

	/**
	 * {@return whether nothing has been left that was not asked for}
	 */
	public boolean isEmpty() {
		return this.seen.isEmpty();
	}

	/**
	 * {@return what has been left and not been asked for}
	 */
	public List<T> rest() {
		List<T> all = new ArrayList<>();
		this.seen.drainTo(all);
		return all;
	}

	/**
	 * {@return why a process ended, as soon as it has}
	 * @param node where it lives
	 * @param pid the process
	 */
	public static ExitReason exitOf(Processes node, Pid pid) {
		try (ExitWatch watch = node.host().watch(pid)) {
			return watch.await(Deadline.after(PATIENCE, REAL_TIME))
				.orElseThrow(() -> new AssertionError(pid + " has not ended within " + PATIENCE));
		}
		catch (InterruptedException ex) {
			throw new AssertionError("interrupted while waiting for the end of " + pid, ex);
		}
	}

	/**
	 * Wait for something nobody signals.
	 * @param condition what
	 */
	public static void until(BooleanSupplier condition) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - end > 0) {
				throw new AssertionError("the condition did not come true within " + PATIENCE);
			}
			Thread.yield();
		}
	}

	/**
	 * {@return the platform threads with a name} A look at them that takes no stack
	 * traces, because tests look again and again.
	 * @param name the name
	 */
	public static List<Thread> threads(String name) {
		ThreadGroup all = Thread.currentThread().getThreadGroup();
		while (all.getParent() != null) {
			all = all.getParent();
		}
		Thread[] present = new Thread[2 * all.activeCount() + 16];
		int count = all.enumerate(present);
		return Arrays.stream(present, 0, count).filter((thread) -> thread.getName().equals(name)).toList();
	}

	/**
	 * {@return the outcome of something done by a new virtual thread that runs no
	 * process}
	 * @param <V> the type of the outcome
	 * @param action what
	 */
	public static <V> Future<V> async(Callable<V> action) {
		CompletableFuture<V> result = new CompletableFuture<>();
		Thread.ofVirtual().start(() -> complete(result, action));
		return result;
	}

	private static <V> void complete(CompletableFuture<V> result, Callable<V> action) {
		try {
			result.complete(action.call());
		}
		catch (Throwable ex) {
			result.completeExceptionally(ex);
		}
	}

	/**
	 * {@return the outcome of something that runs, or throws what it threw}
	 * @param <V> the type of the outcome
	 * @param future what runs
	 */
	public static <V> V get(Future<V> future) throws Throwable {
		try {
			return future.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw ex.getCause();
		}
		catch (TimeoutException ex) {
			throw new AssertionError("no outcome within " + PATIENCE, ex);
		}
	}

}
