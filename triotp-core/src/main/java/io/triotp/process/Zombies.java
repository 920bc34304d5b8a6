package io.triotp.process;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

import io.triotp.time.TimeSource;
import io.triotp.time.TimeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes that were killed while their code was running, and whose code continues. The
 * JVM cannot end it; all we can do is interrupt it repeatedly, refuse what it does as the
 * process, and report it.
 */
final class Zombies {

	private static final Logger logger = LoggerFactory.getLogger(Zombies.class);

	private static final Duration[] INTERRUPT_AFTER = { Duration.ofMillis(100), Duration.ofSeconds(1),
			Duration.ofSeconds(5) };

	private static final Duration INTERRUPT_EVERY = Duration.ofSeconds(10);

	private final NodeEvents events;

	private final TimeSource time;

	/** Killed processes whose code was running at that moment. */
	private final Map<ProcessCell, Running> killed = new ConcurrentHashMap<>();

	private final LongAdder reported = new LongAdder();

	Zombies(NodeEvents events, TimeSource time) {
		this.events = events;
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
				String age = age(code);
				this.time.report(() -> logger.info("Code of {} ({}) has ended at last, {} after the kill", cell,
						name(cell), age));
			}
			return;
		}
		code.thread().interrupt();
		Duration wait = (attempt < INTERRUPT_AFTER.length) ? INTERRUPT_AFTER[attempt] : INTERRUPT_EVERY;
		this.time.schedule(wait.toNanos(), () -> interrupt(cell, code, attempt + 1));
		if (attempt == INTERRUPT_AFTER.length) {
			this.reported.increment();
			this.time.report(() -> report(cell, code));
		}
	}

	private void report(ProcessCell cell, Running code) {
		try {
			log(cell, code);
		}
		finally {
			this.events.publish(cell.path(), (stamp) -> new ProcessEvent.ZombieFound(stamp, cell, cell.type(),
					message(cell), Duration.ofNanos(this.time.nanoTime() - code.since())));
		}
	}

	private void log(ProcessCell cell, Running code) {
		String message = message(cell).map((type) -> ", working on a " + type.getName()).orElse("");
		logger.error(
				"Code of {} ({}, {}) was killed {} ago and is still running{}: it ignores interrupts. It can no longer act "
						+ "as this process, but holds its thread, memory and locks until it returns",
				cell, name(cell), cell.type().getName(), age(code), message, whereItIs(code.thread()));
	}

	/** Nothing was thrown: this only puts the stack into the log. */
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
	 * {@return the current zombies, oldest kill first}
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

	/** Gives each zombie and the thread of its code to somebody. */
	void forEach(BiConsumer<ProcessCell, Thread> each) {
		this.killed.forEach((cell, code) -> {
			if (!code.isGone(cell)) {
				each.accept(cell, code.thread());
			}
		});
	}

	/**
	 * {@return how many zombies have been reported}
	 */
	long reported() {
		return this.reported.sum();
	}

	/**
	 * Code that was running when its process was killed.
	 *
	 * @param thread its thread
	 * @param since when the process was killed, on the clock of the node
	 */
	private record Running(Thread thread, long since) {

		boolean isGone(ProcessCell cell) {
			return !this.thread.isAlive() || cell.runner != this.thread;
		}

	}

}
