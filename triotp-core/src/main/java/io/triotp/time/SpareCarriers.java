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
 */
public final class SpareCarriers {

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
			call();
		}
		return done;
	}

	/**
	 * Calls carriers to work that are idle although threads wait for one: the JVM does
	 * not do so by itself.
	 */
	private void call() {
		IdleCarriers.call(this::isAnyUncalled);
	}

	private boolean isAnyUncalled() {
		try {
			int atWork = (int) this.atWork.invoke(this.scheduler);
			return atWork < parallelism() && (long) this.waiting.invoke(this.scheduler) > 0;
		}
		catch (ReflectiveOperationException ex) {
			// It does not tell. Whoever comes into an empty queue is heard.
			return false;
		}
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
