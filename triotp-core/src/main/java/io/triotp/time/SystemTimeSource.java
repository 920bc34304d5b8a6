package io.triotp.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clocks of the machine.
 */
final class SystemTimeSource implements TimeSource {

	private static final Logger logger = LoggerFactory.getLogger(SystemTimeSource.class);

	private static final long TRY_AGAIN_NANOS = 1_000_000_000;

	private final TimerClock timers = new TimerClock(this);

	private final ThreadFactory reporters = Thread.ofPlatform()
		.daemon()
		.name("triotp-reports")
		.inheritInheritableThreadLocals(false)
		.factory();

	/** One thread, so that reports keep their order, and only while there are any. */
	private final ThreadPoolExecutor reports;

	private final AlarmClock alarms = new AlarmClock(this, new AlarmWheel());

	SystemTimeSource() {
		this.reports = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this.reporters);
		this.reports.allowCoreThreadTimeOut(true);
	}

	/**
	 * For what is a matter of the machine, not of a node, which may have another clock.
	 */
	static long nanosOfMachine() {
		return System.nanoTime();
	}

	@Override
	public long nanoTime() {
		return nanosOfMachine();
	}

	@Override
	public Instant instant() {
		return Instant.now();
	}

	@Override
	public long millis() {
		return System.currentTimeMillis();
	}

	@Override
	public Scheduled schedule(long delayNanos, Runnable task) {
		return this.timers.schedule(delayNanos, task);
	}

	private static void run(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			logger.error("A report failed; this is a bug in the library, please report it", ex);
		}
	}

	@Override
	public void report(Runnable task) {
		try {
			try {
				this.reports.execute(() -> run(task));
			}
			catch (RejectedExecutionException ex) {
				// Closed, just when something was found out that nobody must miss.
				this.reporters.newThread(() -> run(task)).start();
			}
		}
		catch (Throwable ex) {
			// There is no thread to be had now.
			schedule(TRY_AGAIN_NANOS, () -> report(task));
		}
	}

	@Override
	public void park(Object blocker, long nanos) {
		if (nanos >= AlarmClock.SHORTEST && Thread.currentThread().isVirtual()) {
			this.alarms.park(blocker, nanos);
		}
		else {
			LockSupport.parkNanos(blocker, nanos);
		}
	}

	@Override
	public void close() {
		this.timers.close();
		this.reports.shutdown();
		this.alarms.close();
	}

}
