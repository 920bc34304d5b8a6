package io.triotp.time;

import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Further carriers for the virtual threads of this JVM, lent while code of users holds
 * all that there are (ADR 14). For one thread.
 *
 * <p>
 * Maintainer's note. The scheduler of virtual threads can be told its parallelism since
 * Java 24, by a management interface that Java 21 does not have: hence by reflection. It
 * adds a carrier even above {@code jdk.virtualThreadScheduler.maxPoolSize}, which limits
 * only what the JDK adds itself. The interface is asked for without the server of the
 * management beans, whose start takes ten times as long.
 *
 * <p>
 * To raise the parallelism wakes nobody. The scheduler, a {@code ForkJoinPool}, compares
 * it with its carriers at work only when a thread comes into a queue that seems empty or
 * has to grow, and while all carriers are held every queue soon has some that wait. So
 * threads that do nothing are started, into the queue of the caller, until one more
 * carrier is at work: the first if there is luck, and one must be when the queue has
 * grown. Rejected: starting them from several platform threads, which have other queues,
 * because those may all be in use, and at such a time threads may be short too.
 */
public final class SpareCarriers {

	/**
	 * A queue has room for 512 at first and for twice as many each time it has grown. It
	 * may have had more once; this takes 50 milliseconds.
	 */
	private static final int MOST_CALLS = 1 << 17;

	/** Several nodes in one JVM may read and write its parallelism. */
	private static final Lock changing = new ReentrantLock();

	private final Object scheduler;

	private final Method getParallelism;

	private final Method setParallelism;

	private final Method atWork;

	private final Method waiting;

	private int lent;

	private SpareCarriers(Class<? extends PlatformManagedObject> type, Object scheduler) throws NoSuchMethodException {
		this.scheduler = scheduler;
		this.getParallelism = type.getMethod("getParallelism");
		this.setParallelism = type.getMethod("setParallelism", int.class);
		this.atWork = type.getMethod("getMountedVirtualThreadCount");
		this.waiting = type.getMethod("getQueuedVirtualThreadCount");
	}

	/**
	 * {@return the spare carriers of this JVM, or empty if it can lend none: before Java
	 * 24, or without the module jdk.management}
	 */
	public static Optional<SpareCarriers> find() {
		try {
			Class<? extends PlatformManagedObject> type = Class.forName("jdk.management.VirtualThreadSchedulerMXBean")
				.asSubclass(PlatformManagedObject.class);
			return Optional.of(new SpareCarriers(type, ManagementFactory.getPlatformMXBean(type)));
		}
		catch (ReflectiveOperationException | RuntimeException | LinkageError ex) {
			return Optional.empty();
		}
	}

	/**
	 * Lends more carriers, to threads that wait already too.
	 * @param count how many
	 * @return whether the JVM has done so
	 */
	public boolean lend(int count) {
		boolean done = change(count);
		if (done) {
			this.lent += count;
			callOneOf(count);
		}
		return done;
	}

	/** Only one: it calls the next if it finds more to do. */
	private void callOneOf(int count) {
		try {
			int before = parallelism() - count;
			for (int i = 0; i < MOST_CALLS && atWork() <= before && anyWaits(); i++) {
				Thread.ofVirtual().inheritInheritableThreadLocals(false).start(SpareCarriers::nothing);
			}
		}
		catch (ReflectiveOperationException ex) {
			// It does not tell. Whoever comes into an empty queue is heard.
		}
	}

	private static void nothing() {
	}

	/**
	 * Takes all back. A carrier that is in use goes on until its thread lets go.
	 */
	public void takeBack() {
		if (this.lent > 0 && change(-this.lent)) {
			this.lent = 0;
		}
	}

	/**
	 * {@return how many are lent}
	 */
	public int lent() {
		return this.lent;
	}

	/**
	 * {@return how many carriers the JVM uses now if none is lent by the JDK itself}
	 * @throws ReflectiveOperationException if it does not tell
	 */
	private int parallelism() throws ReflectiveOperationException {
		return (int) this.getParallelism.invoke(this.scheduler);
	}

	private int atWork() throws ReflectiveOperationException {
		return (int) this.atWork.invoke(this.scheduler);
	}

	private boolean anyWaits() throws ReflectiveOperationException {
		return (long) this.waiting.invoke(this.scheduler) > 0;
	}

	private boolean change(int by) {
		changing.lock();
		try {
			this.setParallelism.invoke(this.scheduler, Math.max(1, parallelism() + by));
			return true;
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			// It runs virtual threads on something else, or has as many as it can have.
			return false;
		}
		finally {
			changing.unlock();
		}
	}

}
