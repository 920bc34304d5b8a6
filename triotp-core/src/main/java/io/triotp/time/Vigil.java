package io.triotp.time;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Waits for something that somebody else may hold up, and looks after that meanwhile.
 */
public final class Vigil {

	private static final Duration EVERY = Duration.ofMillis(100);

	private Vigil() {
	}

	/**
	 * Waits until a future is done or nobody should wait for it any more, even when
	 * interrupted; the interrupt flag is kept.
	 * @param awaited the future
	 * @param time the clock; if it is closed, there are no more looks
	 * @param look looks after what holds it up, on the calling thread, about ten times a
	 * second
	 */
	public static void keep(CompletableFuture<?> awaited, TimeSource time, Look look) {
		Objects.requireNonNull(awaited, "awaited");
		Objects.requireNonNull(time, "time");
		Objects.requireNonNull(look, "look");
		Thread waiter = Thread.currentThread();
		CompletableFuture<?> told = awaited.whenComplete((result, error) -> LockSupport.unpark(waiter));
		// Asked is the future itself: the other is done only after it has woken this
		// thread.
		boolean interrupted = false;
		boolean goesOn = true;
		while (goesOn && !awaited.isDone()) {
			// An alarm, not a deadline: the wait itself never ends with time.
			TimeSource.Scheduled next = time.schedule(EVERY.toNanos(), () -> LockSupport.unpark(waiter));
			// Asked again: to schedule may have waited for a lock, and used up the
			// wake-up.
			if (!awaited.isDone()) {
				time.park(told);
			}
			next.cancel();
			interrupted |= Thread.interrupted();
			goesOn = awaited.isDone() || look.goesOn();
		}
		if (interrupted) {
			waiter.interrupt();
		}
	}

	/**
	 * {@return whether the code on a thread never returns from where it is: it has called
	 * {@code System.exit}, which waits for the shutdown hooks and then ends the JVM}
	 * @param thread the thread; it is stopped for a moment to look at its stack
	 */
	public static boolean neverReturns(Thread thread) {
		Objects.requireNonNull(thread, "thread");
		return Stream.of(thread.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().equals("java.lang.Runtime")
					&& frame.getMethodName().equals("exit"));
	}

	/**
	 * Looks after what holds something up.
	 */
	@FunctionalInterface
	public interface Look {

		/**
		 * {@return whether to go on waiting}
		 */
		boolean goesOn();

	}

}
