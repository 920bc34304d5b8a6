package io.triotp.interleaving.loom;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Runs virtual threads one at a time on the thread that calls {@link #run}, and lets a
 * seed decide who goes on.
 *
 * <p>
 * Maintainer's note. The builder of virtual threads takes a scheduler of our own if
 * {@code java.lang} is opened to tests; that is all there is of the JDK in here. Whoever
 * is started, unparked or yields is handed to {@link #execute}. How often a thread gives
 * way at a {@linkplain Points#here point}, and whether some threads are slower than
 * others, differs from seed to seed: some faults show when nearly nobody is interrupted,
 * or when one thread stands still for very long.
 */
public final class SeededScheduler implements Executor {

	/** More is somebody who goes on and on. */
	private static final int MOST_STEPS = 200_000;

	private static final int LAST_PLACES = 60;

	/** How many of 1,024 points a thread gives way at. */
	private static final int[] RATES = { 4, 32, 128, 384 };

	private final Thread carrier = Thread.currentThread();

	/** The library has a few threads of the JVM too, which go on as they like. */
	private final ThreadLocal<Boolean> mine = ThreadLocal.withInitial(() -> false);

	private final List<Runnable> ready = new ArrayList<>();

	/** How fast each thread is, if they differ. */
	private final @Nullable Map<Runnable, Integer> speeds;

	private final int rate;

	private final @Nullable Places places;

	private long state;

	private long trace = 17;

	private int steps;

	private int switches;

	private int held;

	private volatile @Nullable Thread stranger;

	SeededScheduler(long seed, boolean recording) {
		this.state = mix(seed + 0x9E3779B97F4A7C15L);
		this.rate = RATES[next(RATES.length)];
		this.speeds = (next(2) == 0) ? new IdentityHashMap<>() : null;
		this.places = recording ? new Places(LAST_PLACES) : null;
	}

	/**
	 * {@return a builder of virtual threads that run here}
	 */
	public Thread.Builder.OfVirtual threads() {
		try {
			Constructor<?> made = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
				.getDeclaredConstructor(Executor.class);
			made.setAccessible(true);
			return (Thread.Builder.OfVirtual) made.newInstance(this);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("This JDK's virtual threads take no scheduler", ex);
		}
	}

	/** The calling thread is one of those that run here. */
	public void enter() {
		this.mine.set(true);
	}

	@Override
	public void execute(Runnable continuation) {
		// A virtual thread is one of those that run here.
		if (!Thread.currentThread().isVirtual() && Thread.currentThread() != this.carrier) {
			this.stranger = Thread.currentThread();
			throw new IllegalStateException(
					"'" + Thread.currentThread().getName() + "' wakes a thread of the schedule");
		}
		this.ready.add(continuation);
	}

	/**
	 * Runs all threads until none can go on.
	 * @param idle called when none can: returns whether it has woken one
	 */
	public void run(BooleanSupplier idle) {
		do {
			while (!this.ready.isEmpty()) {
				if (++this.steps > MOST_STEPS) {
					throw new AssertionError("After " + MOST_STEPS + " steps somebody still goes on");
				}
				choose().run();
			}
		}
		while (idle.getAsBoolean());
		Thread other = this.stranger;
		if (other != null) {
			throw new AssertionError(
					"'" + other.getName() + "' has woken a thread of the schedule: no seed decides when");
		}
	}

	private Runnable choose() {
		int size = this.ready.size();
		int chosen = (size == 1) ? 0 : (this.speeds != null) ? fastest(this.speeds) : next(size);
		this.trace = 31 * (31 * this.trace + size) + chosen;
		Runnable last = this.ready.removeLast();
		return (chosen == size - 1) ? last : this.ready.set(chosen, last);
	}

	/** One in so many times a slow one goes first. */
	private int fastest(Map<Runnable, Integer> speeds) {
		int size = this.ready.size();
		if (next(16) == 0) {
			return next(size);
		}
		int best = 0;
		for (int i = 1; i < size; i++) {
			if (speed(speeds, i) > speed(speeds, best)) {
				best = i;
			}
		}
		if (next(32) == 0) {
			speeds.put(this.ready.get(best), next(1_000));
		}
		return best;
	}

	private int speed(Map<Runnable, Integer> speeds, int index) {
		Runnable continuation = this.ready.get(index);
		Integer known = speeds.get(continuation);
		if (known == null) {
			known = next(1_000);
			speeds.put(continuation, known);
		}
		return known;
	}

	boolean isMine() {
		return Thread.currentThread().isVirtual() && this.mine.get();
	}

	void point() {
		if (this.held > 0 || !isMine()) {
			return;
		}
		if (this.places != null) {
			this.places.add();
		}
		if ((nextLong() >>> 54) < this.rate) {
			this.switches++;
			Thread.yield();
		}
	}

	void hold(boolean begins) {
		this.held += begins ? 1 : -1;
	}

	/**
	 * {@return a number below a bound, decided by the seed}
	 * @param bound the bound
	 */
	public int next(int bound) {
		return (int) ((nextLong() >>> 33) % bound);
	}

	/**
	 * {@return a number decided by the seed}
	 */
	public long nextLong() {
		this.state += 0x9E3779B97F4A7C15L;
		return mix(this.state);
	}

	private static long mix(long value) {
		long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
		return mixed ^ (mixed >>> 31);
	}

	/**
	 * {@return a number that tells this schedule from others}
	 */
	long trace() {
		return this.trace;
	}

	/**
	 * {@return how often a thread gave way where it need not}
	 */
	int switches() {
		return this.switches;
	}

	/**
	 * {@return where the threads were when they took turns, if that was recorded}
	 */
	List<String> places() {
		return (this.places != null) ? this.places.last() : List.of();
	}

}
