package io.triotp.process;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import io.triotp.time.Pulse;
import io.triotp.time.TimeSource;
import io.triotp.time.TimeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the processes that work on one message for too long, and reports them.
 *
 * <p>
 * Maintainer's note. A process does nothing for this but copy the {@link Pulse} into its
 * {@link Progress}. Now and then somebody looks at all processes, so rarely that it takes
 * a thousandth of a core, however many there are. Whoever works for long then is in a
 * table here, and looked at again soon, before anything is said: a process that was just
 * woken may for a moment seem to have worked on its last message all the while. From the
 * table a handler can also be told to work for longer than the pulse can count.
 */
final class HandlerWatch {

	private static final Logger logger = LoggerFactory.getLogger(HandlerWatch.class);

	private static final long RARELY_NANOS = 10_000_000_000L;

	/** So many times as long as a look takes there is no other. */
	private static final long IDLENESS = 1_000;

	/** Who works longer than this is in the table in any case. */
	private static final long LONGEST_NANOS = Duration.ofHours(1).toNanos();

	/** Of so many that are found together the log has the stack. */
	private static final int TOLD = 10;

	private final Pulse pulse;

	private final NodeEvents events;

	private final TimeSource time;

	/** How long a process may work on one message; the longest time for ever. */
	private final long limit;

	private final long everyNanos;

	/** Who works longer than this is in the table. */
	private final long longNanos;

	private final Map<ProcessCell, Job> known = new ConcurrentHashMap<>();

	private final LongAdder reported = new LongAdder();

	/** Used by the thread that beats, as are the next two. */
	private long nextLook;

	/** How long the last look took. */
	private long lastCost;

	/** How many were found at this beat. */
	private int found;

	HandlerWatch(Pulse pulse, NodeEvents events, NodeOptions options) {
		this.pulse = pulse;
		this.events = events;
		this.time = options.time();
		this.limit = options.wedgedAfter().isZero() ? Long.MAX_VALUE
				: TimeUnit.NANOSECONDS.convert(options.wedgedAfter());
		this.everyNanos = Math.min(RARELY_NANOS, this.limit / 3);
		// Whoever will have worked too long before the next look is watched from this one
		// on.
		this.longNanos = Math.min(this.limit, LONGEST_NANOS) - this.everyNanos;
	}

	/**
	 * Called a few times a second, always by the same thread.
	 * @param processes those that live
	 */
	void beat(ProcessTable processes) {
		try {
			this.pulse.beat();
			this.found = 0;
			this.known.forEach(this::lookAgain);
			if (this.found > TOLD) {
				int more = this.found - TOLD;
				this.time.report(() -> logger.warn("{} more processes work on one message for too long", more));
			}
			if (this.pulse.nanos() >= this.nextLook) {
				long cost = Pulse.cost(() -> look(processes));
				// A hiccup of the machine does not last for two looks.
				this.nextLook = this.pulse.nanos()
						+ Math.max(this.everyNanos, IDLENESS * Math.min(cost, this.lastCost));
				this.lastCost = cost;
			}
		}
		catch (Throwable ex) {
			// Memory may be short: the next beat comes soon.
		}
	}

	private void look(ProcessTable processes) {
		for (ProcessCell cell : processes.some(this::seemsLong)) {
			long progress = cell.progress();
			String message = cell.occupation();
			if (message != null && progress == cell.progress()) {
				this.known.putIfAbsent(cell,
						new Job(progress, this.pulse.begin(Progress.since(progress)), message, false));
			}
		}
	}

	/** One look at an idle process is one at a single field. */
	private boolean seemsLong(ProcessCell cell) {
		return cell.runner != null && cell instanceof ReactiveCell
				&& this.pulse.nanos() - this.pulse.begin(Progress.since(cell.progress())) >= this.longNanos;
	}

	private void lookAgain(ProcessCell cell, Job job) {
		if (!isOn(job, cell)) {
			this.known.remove(cell);
			if (job.told()) {
				Duration after = duration(job);
				this.time.report(() -> freed(cell, job, after));
			}
		}
		else if (!job.told() && duration(job).toNanos() >= this.limit) {
			this.known.put(cell, job.asTold());
			this.reported.increment();
			boolean loud = ++this.found <= TOLD;
			this.time.report(() -> wedged(cell, job, loud));
		}
	}

	private static boolean isOn(Job job, ProcessCell cell) {
		return cell.isAlive() && cell.progress() == job.progress() && cell.occupation() != null;
	}

	private Duration duration(Job job) {
		return Duration.ofNanos(this.pulse.nanos() - job.since());
	}

	private void wedged(ProcessCell cell, Job job, boolean loud) {
		Thread runner = cell.runner;
		List<String> frames = (runner != null && isOn(job, cell)) ? TopFrames.of(runner.getStackTrace()) : List.of();
		List<Pid> waitsFor = cell.waitsForOneAfterAnother();
		Duration working = duration(job);
		if (loud) {
			try {
				logger.warn(
						"{} has been working on one message, {}, for {}{}. It handles no other meanwhile; {} wait. This is "
								+ "logged once until it is done with it{}",
						name(cell), job.message(), TimeText.of(working), waits(cell, waitsFor), cell.length(),
						frames.stream().collect(Collectors.joining("\n\tat ", frames.isEmpty() ? "" : ":\n\tat ", "")));
			}
			catch (Throwable ex) {
				// A broken appender must not keep the listeners from hearing of it.
			}
		}
		this.events.publish(cell.path(), (stamp) -> new ProcessEvent.HandlerWedged(stamp, cell, cell.type(),
				job.message(), working, waitsFor, frames));
	}

	private static String waits(ProcessCell cell, List<Pid> waitsFor) {
		Waiting waiting = cell.waiting();
		if (waiting != null && waiting.isForAllChildren()) {
			return ", where it waits for the end of all its children";
		}
		return waitsFor.isEmpty() ? ""
				: waitsFor.stream()
					.map((each) -> each.path() + " (" + each + ")")
					.collect(Collectors.joining(", which waits for ", ", where it waits for ", ""));
	}

	private void freed(ProcessCell cell, Job job, Duration after) {
		boolean ended = !cell.isAlive();
		try {
			logger.info("{} {} after it had been working on one message, {}, for {}", name(cell),
					ended ? "has ended" : "goes on", job.message(), TimeText.of(after));
		}
		catch (Throwable ex) {
			// A broken appender must not keep the listeners from hearing of it.
		}
		this.events.publish(cell.path(),
				(stamp) -> new ProcessEvent.HandlerFreed(stamp, cell, cell.type(), job.message(), after, ended));
	}

	private static String name(ProcessCell cell) {
		return cell.path() + " (" + cell + ", " + cell.type().getName() + ")";
	}

	/**
	 * {@return how long a process has been working on its message; empty if it works on
	 * none}
	 */
	Optional<Duration> working(ProcessCell cell) {
		long progress = cell.progress();
		if (!cell.isAlive() || cell.occupation() == null) {
			return Optional.empty();
		}
		Job job = this.known.get(cell);
		long since = (job != null && job.progress() == progress) ? job.since()
				: this.pulse.begin(Progress.since(progress));
		return Optional.of(Duration.ofNanos(this.pulse.nanos() - since));
	}

	/**
	 * {@return the processes that work on one message for too long, longest first}
	 */
	List<WedgedHandler> list() {
		return this.known.entrySet()
			.stream()
			.filter((each) -> isWedged(each.getKey(), each.getValue()))
			.sorted(Comparator.comparingLong((each) -> each.getValue().since()))
			.map((each) -> wedged(each.getKey(), each.getValue()))
			.toList();
	}

	private WedgedHandler wedged(ProcessCell cell, Job job) {
		return new WedgedHandler(cell, cell.path(), cell.type(), job.message(), duration(job),
				cell.waitsForOneAfterAnother());
	}

	int count() {
		return (int) this.known.entrySet().stream().filter((each) -> isWedged(each.getKey(), each.getValue())).count();
	}

	private static boolean isWedged(ProcessCell cell, Job job) {
		return job.told() && isOn(job, cell);
	}

	/**
	 * {@return how many times a process has been found to work on one message for too
	 * long}
	 */
	long reported() {
		return this.reported.sum();
	}

	/**
	 * What a process has been working on for long.
	 *
	 * @param progress tells whether it still does
	 * @param since when it began, in nanoseconds of the pulse
	 * @param message what reports call the message
	 * @param told whether that has been reported
	 */
	private record Job(long progress, long since, String message, boolean told) {

		Job asTold() {
			return new Job(this.progress, this.since, this.message, true);
		}

	}

}
