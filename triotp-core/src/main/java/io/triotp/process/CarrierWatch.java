package io.triotp.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.triotp.time.Arrivals;
import io.triotp.time.SpareCarriers;
import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether virtual threads still get a carrier. If code that never returns holds
 * all, it names who that is, and lends spare carriers so that the others, supervisors
 * among them, go on (ADR 14).
 *
 * <p>
 * Maintainer's note. Sends a thread ahead at each look and counts the looks until it has
 * begun. No clock is read: a JVM that stood still for a while has missed one look, not
 * three, and a manual clock is not that of the carriers.
 */
final class CarrierWatch {

	private static final Logger logger = LoggerFactory.getLogger(CarrierWatch.class);

	/** So many looks later a thread that has not begun is late. */
	private static final int LATE = 3;

	/**
	 * So many looks are a long time: spare carriers stay as long, warnings are as rare.
	 */
	private static final int LONG = 300;

	private final String node;

	private final int most;

	private final TimeSource time;

	private final Zombies zombies;

	private int sent;

	/** The number of the last thread that has begun. */
	private volatile int begun;

	/** Looks since the last thread was sent. */
	private int waited;

	private boolean looked;

	private @Nullable SpareCarriers spare;

	/**
	 * Who held a carrier when a thread that was sent had not begun for the first time.
	 */
	private List<HeldCarrier> suspects = List.of();

	/** Who held one when that was last looked at. */
	private volatile List<HeldCarrier> holders = List.of();

	/** Looks since a spare carrier was lent. */
	private int lentFor;

	/** Looks since a warning. */
	private int silentFor = LONG;

	private volatile boolean lacking;

	private volatile int lent;

	CarrierWatch(NodeOptions options, Zombies zombies) {
		this.node = options.name();
		this.most = options.spareCarriers();
		this.time = options.time();
		this.zombies = zombies;
	}

	/**
	 * {@return whether the thread that was sent at the last look has begun}
	 */
	boolean isCalm() {
		return this.begun == this.sent;
	}

	/**
	 * {@return whether virtual threads get no carrier, and no spare one could be lent}
	 */
	boolean isLacking() {
		return this.lacking;
	}

	/**
	 * {@return how many spare carriers are lent}
	 */
	int lent() {
		return this.lent;
	}

	/**
	 * Called by one thread, at regular intervals.
	 * @param processes those that live
	 */
	void look(Stream<ProcessCell> processes) {
		this.silentFor++;
		if (isCalm()) {
			this.lacking = false;
			this.waited = 0;
			this.suspects = List.of();
			reconsider();
			send();
		}
		else if (++this.waited == 1) {
			this.suspects = holding(processes);
			prepare();
		}
		else if (this.waited == LATE) {
			late();
			// From here on as if the thread had just been sent.
			this.waited = 0;
		}
	}

	private List<HeldCarrier> holding(Stream<ProcessCell> processes) {
		List<HeldCarrier> held = new ArrayList<>();
		processes.forEach((each) -> HeldCarrier.by(each, each.runner).ifPresent(held::add));
		this.zombies.forEach((each, thread) -> HeldCarrier.by(each, thread).ifPresent(held::add));
		return held;
	}

	/** Who needs long for the first time needs no longer for the second. */
	private void prepare() {
		if (!this.looked && this.most > 0) {
			this.looked = true;
			this.spare = SpareCarriers.find().orElse(null);
		}
	}

	private void send() {
		int number = this.sent + 1;
		Arrivals.start(Thread.ofVirtual().inheritInheritableThreadLocals(false).unstarted(() -> {
			Arrivals.begun();
			this.begun = number;
		}));
		this.sent = number;
	}

	private void late() {
		this.holders = this.suspects.stream().filter(HeldCarrier::isStillHeld).toList();
		boolean lends = lend();
		this.lacking = !lends;
		if (lends || this.silentFor >= LONG) {
			this.silentFor = 0;
			String who = who();
			String what = lends ? whatIsLent() : whyNoneIsLent();
			this.time.report(() -> warn(who, what));
		}
	}

	private boolean lend() {
		int more = Math.min(Math.max(1, this.holders.size()), this.most - this.lent);
		SpareCarriers carriers = this.spare;
		if (carriers == null || more <= 0 || !carriers.lend(more)) {
			return false;
		}
		this.lentFor = 0;
		this.lent = carriers.lent();
		return true;
	}

	/** Takes back what was lent when it has not been needed for long. */
	private void reconsider() {
		if (this.lent > 0 && ++this.lentFor >= LONG) {
			close();
		}
	}

	/**
	 * Whoever still holds a carrier when the node ends leaves its spare one to the JVM.
	 */
	void close() {
		SpareCarriers carriers = this.spare;
		if (carriers != null && this.holders.stream().noneMatch(HeldCarrier::isStillHeld)) {
			carriers.takeBack();
			this.lent = carriers.lent();
			this.holders = List.of();
		}
	}

	/** Its text reaches whoever looks for it, whichever node it is. */
	private static void warn(String who, String what) {
		logger.warn("No virtual thread gets a carrier. {}. {}. Let what computes for long, or blocks in native code "
				+ "or a class initializer, run on platform threads", who, what);
	}

	private String who() {
		if (this.holders.isEmpty()) {
			return "No process of node '" + this.node + "' holds one: other virtual threads do, or the machine has "
					+ "too much to do";
		}
		return this.holders.stream()
			.map(HeldCarrier::text)
			.sorted()
			.collect(Collectors.joining("; ", "They are held by code that does not return: ", ""));
	}

	private String whatIsLent() {
		return "So that the others go on, this node has lent "
				+ ((this.lent == 1) ? "a spare one" : this.lent + " spare ones");
	}

	private String whyNoneIsLent() {
		String why = (this.spare != null) ? "All " + this.most + " spare ones are held too"
				: "This JVM can lend no spare one, as Java 24 and newer can";
		return ((this.most == 0) ? "Spare ones are switched off" : why)
				+ ": until one is given back, nothing goes on, and a stop kills";
	}

	/**
	 * A carrier that a process holds.
	 *
	 * @param process the process
	 * @param thread the thread that is mounted
	 * @param handled how many messages the process had handled
	 */
	private record HeldCarrier(ProcessCell process, Thread thread, long handled) {

		static Optional<HeldCarrier> by(ProcessCell process, @Nullable Thread thread) {
			return (thread != null && thread.isVirtual() && isMounted(thread))
					? Optional.of(new HeldCarrier(process, thread, process.handled())) : Optional.empty();
		}

		/** The process may have been killed meanwhile: its code goes on. */
		boolean isStillHeld() {
			return this.process.handled() == this.handled && this.thread.isAlive() && isMounted(this.thread);
		}

		/** Only the text of a virtual thread tells. */
		private static boolean isMounted(Thread thread) {
			String text = thread.toString();
			return text.lastIndexOf('@') > text.lastIndexOf(']');
		}

		String text() {
			Object message = this.process.currentMessage();
			StackTraceElement[] stack = this.thread.getStackTrace();
			return this.process.path() + " (" + this.process + ", " + this.process.type().getName() + ")"
					+ ((message != null) ? " on a " + message.getClass().getName() : "")
					+ ((stack.length > 0) ? " at " + stack[0] : "");
		}

	}

}
