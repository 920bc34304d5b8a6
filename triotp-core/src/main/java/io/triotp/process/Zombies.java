package io.triotp.process;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.triotp.time.TimeSource;
import io.triotp.time.TimeText;
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

	/** Killed processes whose code ran at that moment. */
	private final Map<ProcessCell, Running> killed = new ConcurrentHashMap<>();

	private final LongAdder reported = new LongAdder();

	Zombies(TimeSource time) {
		this.time = time;
	}

	void interruptUntilGone(ProcessCell cell, Thread thread) {
		Running code = new Running(thread, this.time.nanoTime());
		this.killed.put(cell, code);
		interrupt(cell, code, 0);
	}

	private void interrupt(ProcessCell cell, Running code, int attempt) {
		if (code.isGone(cell)) {
			this.killed.remove(cell);
			if (attempt > INTERRUPT_AFTER.length) {
				logger.info("Code of {} ({}) has ended at last, {} after the kill", cell, name(cell), age(code));
			}
			return;
		}
		code.thread().interrupt();
		Duration wait = (attempt < INTERRUPT_AFTER.length) ? INTERRUPT_AFTER[attempt] : INTERRUPT_EVERY;
		this.time.schedule(wait.toNanos(), () -> interrupt(cell, code, attempt + 1));
		if (attempt == INTERRUPT_AFTER.length) {
			this.reported.increment();
			report(cell, code);
		}
	}

	private void report(ProcessCell cell, Running code) {
		String message = message(cell).map((type) -> " on a " + type.getName()).orElse("");
		logger.error(
				"Code of {} ({}, {}) was killed {} ago and runs on{}: it ignores interrupts. It can no longer act "
						+ "as this process, but holds its thread, memory and locks until it returns",
				cell, name(cell), cell.type().getName(), age(code), message, whereItIs(code.thread()));
	}

	/** Nothing has been thrown: this is a way to have the stack in the log. */
	private static Throwable whereItIs(Thread thread) {
		Throwable place = new Throwable("what the thread is doing now");
		place.setStackTrace(thread.getStackTrace());
		return place;
	}

	private String age(Running code) {
		return TimeText.of(Duration.ofNanos(this.time.nanoTime() - code.since()));
	}

	private static String name(ProcessCell cell) {
		return cell.path();
	}

	private static Optional<Class<?>> message(ProcessCell cell) {
		return Optional.ofNullable(cell.currentMessage()).map(Object::getClass);
	}

	int count() {
		return (int) this.killed.entrySet().stream().filter((each) -> !each.getValue().isGone(each.getKey())).count();
	}

	/**
	 * {@return those there are now, the oldest first}
	 */
	List<ZombieInfo> list() {
		long now = this.time.nanoTime();
		return this.killed.entrySet()
			.stream()
			.filter((each) -> !each.getValue().isGone(each.getKey()))
			.map((each) -> info(each.getKey(), Duration.ofNanos(now - each.getValue().since())))
			.sorted(Comparator.comparing(ZombieInfo::age).reversed().thenComparing(ZombieInfo::pid))
			.toList();
	}

	private static ZombieInfo info(ProcessCell cell, Duration age) {
		return new ZombieInfo(cell, cell.path(), cell.type(), message(cell), age);
	}

	/**
	 * {@return how many have been reported}
	 */
	long reported() {
		return this.reported.sum();
	}

	/**
	 * Code that ran when its process was killed.
	 *
	 * @param thread its thread
	 * @param since when that was, on the clock of the node
	 */
	private record Running(Thread thread, long since) {

		boolean isGone(ProcessCell cell) {
			return !this.thread.isAlive() || cell.runner != this.thread;
		}

	}

}
