package io.triotp.time;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * A clock that is so coarse that reading it costs nothing: a number that somebody raises
 * a few times a second. Any thread may read it, one thread raises it.
 *
 * <p>
 * Maintainer's note. A read of the real clock takes as long as a short message, one of
 * this takes a load that is nearly always in the cache. It follows the clock it was made
 * with, a manual one too. Only a stand-still of the machine does not count: whoever wakes
 * up after a minute of suspension has not worked for a minute, and what begins before the
 * next beat would be dated by the last.
 */
public final class Pulse {

	/** How many bits a reading has; it begins again after nearly five hours. */
	public static final int BITS = 16;

	/** A beat is 2^28 nanoseconds, a little more than a quarter of a second. */
	private static final int BEAT_BITS = 28;

	private static final int MASK = (1 << BITS) - 1;

	/** What seems more than this is a reading that is newer than the present. */
	private static final int LONGEST = MASK - (MASK >> 4);

	/** Who beats comes more often, unless all stands still. */
	private static final long STANDSTILL_NANOS = 2_000_000_000;

	private static final VarHandle PRESENT;

	static {
		try {
			PRESENT = MethodHandles.lookup().findVarHandle(Pulse.class, "present", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final TimeSource time;

	/** Used by who beats, as are the next two: the last beat by each clock. */
	private long lastBeat;

	private long lastByMachine;

	private final LongSupplier machine;

	/** How far it has come. */
	private volatile long nanos;

	/** The same in beats. */
	private int present;

	/**
	 * Creates a pulse.
	 * @param time the clock to follow
	 */
	public Pulse(TimeSource time) {
		this(time, SystemTimeSource::nanosOfMachine);
	}

	Pulse(TimeSource time, LongSupplier machine) {
		this.time = Objects.requireNonNull(time, "time");
		this.machine = machine;
		this.lastBeat = time.nanoTime();
		this.lastByMachine = machine.getAsLong();
	}

	/**
	 * Catches up with the clock. Called a few times a second, always by the same thread.
	 */
	public void beat() {
		long now = this.time.nanoTime();
		long byMachine = this.machine.getAsLong();
		if (byMachine - this.lastByMachine < STANDSTILL_NANOS) {
			long reached = this.nanos + now - this.lastBeat;
			this.nanos = reached;
			PRESENT.setOpaque(this, beats(reached));
		}
		this.lastBeat = now;
		this.lastByMachine = byMachine;
	}

	/**
	 * {@return the present reading, of {@value #BITS} bits}
	 */
	public int present() {
		return (int) PRESENT.getOpaque(this);
	}

	/**
	 * {@return how many nanoseconds it has come since it was made}
	 */
	public long nanos() {
		return this.nanos;
	}

	/**
	 * {@return when a reading was the present one for the first time, in
	 * {@link #nanos()}; so what it dates seems up to half a second older than it is}
	 * @param reading the reading, not older than four hours
	 */
	public long begin(int reading) {
		long now = this.nanos;
		int beats = (beats(now) - reading) & MASK;
		return (beats > LONGEST) ? now : ((now >>> BEAT_BITS) - beats) << BEAT_BITS;
	}

	/**
	 * {@return how long some code takes, in nanoseconds of the machine}
	 * @param code the code
	 */
	public static long cost(Runnable code) {
		Objects.requireNonNull(code, "code");
		long begin = SystemTimeSource.nanosOfMachine();
		code.run();
		return SystemTimeSource.nanosOfMachine() - begin;
	}

	private static int beats(long nanos) {
		return (int) (nanos >>> BEAT_BITS) & MASK;
	}

}
