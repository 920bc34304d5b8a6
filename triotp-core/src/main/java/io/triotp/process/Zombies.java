package io.triotp.process;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes that were killed while their code was running, and whose code goes on. The
 * JVM cannot end it; all we can do is interrupt it again and again, refuse what it does
 * in the name of the process, and say so.
 */
final class Zombies {

	private static final Logger logger = LoggerFactory.getLogger(Zombies.class);

	private static final Duration[] INTERRUPT_AFTER = { Duration.ofMillis(100), Duration.ofSeconds(1),
			Duration.ofSeconds(5) };

	private static final Duration INTERRUPT_EVERY = Duration.ofSeconds(10);

	private final TimeSource time;

	/** Killed processes whose code ran at that moment, with the time of the kill. */
	private final Map<ProcessCell, Long> killed = new ConcurrentHashMap<>();

	Zombies(TimeSource time) {
		this.time = time;
	}

	void interruptUntilGone(ProcessCell cell, Thread thread) {
		this.killed.put(cell, this.time.nanoTime());
		interrupt(cell, thread, 0);
	}

	private void interrupt(ProcessCell cell, Thread thread, int attempt) {
		if (isGone(cell, thread)) {
			Long since = this.killed.remove(cell);
			if (attempt >= INTERRUPT_AFTER.length && since != null) {
				logger.info("Code of {} ({}) has ended at last, {} after the kill", cell, name(cell),
						Duration.ofNanos(this.time.nanoTime() - since));
			}
			return;
		}
		thread.interrupt();
		if (attempt == INTERRUPT_AFTER.length) {
			logger.error(
					"Code of {} ({}, {}) was killed and runs on: it ignores interrupts. It can no longer act as this "
							+ "process, but holds its thread, memory and locks until it returns",
					cell, name(cell), cell.type().getName());
		}
		Duration wait = (attempt < INTERRUPT_AFTER.length) ? INTERRUPT_AFTER[attempt] : INTERRUPT_EVERY;
		this.time.schedule(wait.toNanos(), () -> interrupt(cell, thread, attempt + 1));
	}

	private static boolean isGone(ProcessCell cell, Thread thread) {
		return !thread.isAlive() || cell.runner != thread;
	}

	private static String name(ProcessCell cell) {
		String label = cell.label();
		return (label != null) ? label : "no name";
	}

	int count() {
		this.killed.keySet().removeIf((cell) -> cell.runner == null);
		return this.killed.size();
	}

}
