package io.triotp.spring.boot.actuate;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.triotp.process.Pid;
import io.triotp.process.ProcessGlance;
import io.triotp.process.ProcessInfo;
import io.triotp.supervisor.Supervisor;

/**
 * What one look at all processes of a node has counted, by application. Written by the
 * thread that looks; read by any once it is complete.
 */
final class NodeSample {

	private static final Tally NOTHING = new Tally();

	private final Map<String, Tally> tallies = new HashMap<>();

	private final Belonging belonging;

	private final Stalls stalls;

	NodeSample(Predicate<String> isApplication, Function<Pid, ProcessGlance> glance, Stalls stalls) {
		this.belonging = new Belonging(isApplication, glance);
		this.stalls = stalls;
	}

	void count(ProcessGlance process) {
		this.tallies.computeIfAbsent(this.belonging.of(process), (application) -> new Tally())
			.count(process, this.stalls.isStalled(process));
	}

	/**
	 * Tells which behaviours were seen in which application.
	 * @param observer called for each
	 */
	void behaviors(BiConsumer<String, Class<?>> observer) {
		this.tallies.forEach((application, tally) -> tally.waiting.keySet()
			.forEach((behavior) -> observer.accept(application, behavior)));
	}

	/**
	 * {@return what was counted of an application, or of what belongs to none}
	 * @param application its name, or {@link Belonging#NONE}
	 */
	Tally of(String application) {
		return this.tallies.getOrDefault(application, NOTHING);
	}

	/** The processes of one application. */
	static final class Tally {

		private static final int STATES = ProcessInfo.State.values().length;

		private final long[] workers = new long[STATES];

		private final long[] supervisors = new long[STATES];

		private final Map<Class<?>, Waiting> waiting = new HashMap<>();

		private int largest;

		private long stalled;

		private void count(ProcessGlance process, boolean isStalled) {
			long[] kind = Supervisor.isSupervisor(process.behaviour()) ? this.supervisors : this.workers;
			kind[process.state().ordinal()]++;
			int length = process.mailboxSize();
			// Before its init has returned, the code of a server may not be known.
			if (length > 0 || process.state() != ProcessInfo.State.STARTING) {
				this.waiting.computeIfAbsent(process.behaviour(), Waiting::of).messages += length;
				this.largest = Math.max(this.largest, length);
			}
			if (isStalled) {
				this.stalled++;
			}
		}

		long processes(boolean supervisors, ProcessInfo.State state) {
			return (supervisors ? this.supervisors : this.workers)[state.ordinal()];
		}

		/**
		 * {@return how many messages wait at the processes with a behaviour}
		 * @param behavior its tag
		 */
		long messages(String behavior) {
			return sum(behavior::equals);
		}

		/**
		 * {@return how many messages wait at processes whose behaviour is none of some}
		 * @param isKnown tells whether it is
		 */
		long messagesOfOthers(Predicate<String> isKnown) {
			return sum(isKnown.negate());
		}

		private long sum(Predicate<String> behaviors) {
			long sum = 0;
			for (Waiting each : this.waiting.values()) {
				sum += behaviors.test(each.behavior) ? each.messages : 0;
			}
			return sum;
		}

		int largest() {
			return this.largest;
		}

		long stalled() {
			return this.stalled;
		}

	}

	/** What waits at the processes with one class of code. */
	private static final class Waiting {

		private final String behavior;

		private long messages;

		private Waiting(String behavior) {
			this.behavior = behavior;
		}

		static Waiting of(Class<?> behaviour) {
			return new Waiting(BehaviorTag.of(behaviour));
		}

	}

}
