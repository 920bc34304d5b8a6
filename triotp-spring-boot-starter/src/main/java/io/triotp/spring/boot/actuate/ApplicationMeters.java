package io.triotp.spring.boot.actuate;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationState;
import io.triotp.node.Node;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.ProcessInfo;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one application, or of what belongs to none. All are made when it, one of
 * its supervisors or one of its behaviours is first heard of, so that the first thing to
 * count is a step from 0 to 1 and not the first that is seen of the meter.
 */
final class ApplicationMeters {

	/** So many behaviours are told apart in an application. */
	static final int MAX_BEHAVIORS = 100;

	private final String application;

	private final MeterSet meters;

	private final NodeSampler sampler;

	private final TimeSource time;

	private final Counter starts;

	private final Map<ExitTag, Counter> exits = new EnumMap<>(ExitTag.class);

	private final Map<ExitTag, Timer> lifetimes = new EnumMap<>(ExitTag.class);

	/** Empty for what belongs to no application: the node counts that. */
	private final Map<DeadLetterReason, Counter> deadLetters = new EnumMap<>(DeadLetterReason.class);

	private final Map<String, SupervisorMeters> supervisors = new ConcurrentHashMap<>();

	private final Map<String, BehaviorMeters> behaviors = new ConcurrentHashMap<>();

	private final Map<String, HandlerMeters> handlers = new ConcurrentHashMap<>();

	ApplicationMeters(MeterRegistry registry, Tags node, String application, NodeSampler sampler, TimeSource time) {
		this.application = application;
		this.meters = new MeterSet(registry, node.and("application", application));
		this.sampler = sampler;
		this.time = time;
		this.starts = this.meters.counter("triotp.process.starts", "Processes that were started");
		for (ExitTag reason : ExitTag.values()) {
			this.exits.put(reason,
					this.meters.counter("triotp.process.exits", "Processes that have ended", "reason", tag(reason)));
			this.lifetimes.put(reason, this.meters.timer("triotp.process.lifetime",
					"How long ended processes have lived", "reason", tag(reason)));
		}
	}

	/** Makes the gauges. Not in the constructor: of two made at once only one is kept. */
	ApplicationMeters bind() {
		for (ProcessInfo.State state : ProcessInfo.State.values()) {
			bind(state, false);
			bind(state, true);
		}
		this.meters.gauge("triotp.processes.stalled",
				"Processes at which messages wait and that have begun no other for too long", () -> tally().stalled());
		this.meters.gauge("triotp.mailbox.largest", "Messages that wait in the largest mailbox",
				() -> tally().largest());
		return this;
	}

	private void bind(ProcessInfo.State state, boolean supervisors) {
		this.meters.gauge("triotp.processes", "Processes that live", () -> tally().processes(supervisors, state),
				"kind", supervisors ? "supervisor" : "worker", "state", tag(state));
	}

	private NodeSample.Tally tally() {
		return this.sampler.sample().of(this.application);
	}

	/** Makes a gauge for each state the application may be in. */
	ApplicationMeters bindState(Node node) {
		for (ApplicationState state : ApplicationState.values()) {
			this.meters.gauge("triotp.applications", "1 for the state an application is in, 0 for the others",
					() -> node.application(this.application).map(ApplicationInfo::state).orElse(null) == state ? 1 : 0,
					"state", tag(state));
		}
		return this;
	}

	/** Makes the counters of its dead letters. */
	ApplicationMeters countDeadLetters() {
		for (DeadLetterReason reason : DeadLetterReason.values()) {
			this.deadLetters.put(reason, this.meters.counter(NodeMeters.DEAD_LETTERS,
					NodeMeters.DEAD_LETTERS_DESCRIPTION, "reason", tag(reason)));
		}
		return this;
	}

	/** Makes the meters of a supervisor unless they are there. */
	void know(String supervisor) {
		metersOf(supervisor);
	}

	private SupervisorMeters metersOf(String supervisor) {
		SupervisorMeters known = this.supervisors.get(supervisor);
		if (known != null) {
			return known;
		}
		// not in the map's own function, which locks: a registry calls others
		SupervisorMeters made = new SupervisorMeters(this.meters, supervisor, this.time);
		SupervisorMeters other = this.supervisors.putIfAbsent(supervisor, made);
		if (other != null) {
			return other;
		}
		made.bind();
		return made;
	}

	void restarted(String supervisor, ExitReason reason, int counted, RestartIntensity allowed) {
		metersOf(supervisor).restarted(reason, counted, allowed);
	}

	void gaveUp(String supervisor, RestartIntensity allowed) {
		metersOf(supervisor).gaveUp(allowed);
	}

	/** Makes the meters of a behaviour unless they are there. */
	void know(Class<?> behavior) {
		metersOf(behavior);
	}

	private BehaviorMeters metersOf(Class<?> behavior) {
		String tag = BehaviorTag.of(behavior);
		BehaviorMeters known = this.behaviors.get(tag);
		if (known != null) {
			return known;
		}
		if (this.behaviors.size() < MAX_BEHAVIORS) {
			return keep(tag, new BehaviorMeters(this.meters, tag, () -> tally().messages(tag)));
		}
		BehaviorMeters others = this.behaviors.get(BehaviorTag.OTHER);
		return (others != null) ? others : keep(BehaviorTag.OTHER, new BehaviorMeters(this.meters, BehaviorTag.OTHER,
				() -> tally().messagesOfOthers(this.behaviors::containsKey)));
	}

	/** Of two that are made at once the registry has the same meters. */
	private BehaviorMeters keep(String tag, BehaviorMeters made) {
		BehaviorMeters other = this.behaviors.putIfAbsent(tag, made);
		return (other != null) ? other : made;
	}

	/**
	 * {@return the timers of a behaviour} They are made when a message is handled.
	 */
	HandlerMeters handlersOf(Class<?> behavior) {
		String tag = BehaviorTag.of(behavior);
		HandlerMeters known = this.handlers.get(tag);
		if (known != null) {
			return known;
		}
		know(behavior);
		String shown = this.behaviors.containsKey(tag) ? tag : BehaviorTag.OTHER;
		HandlerMeters made = new HandlerMeters(this.meters, shown);
		HandlerMeters other = this.handlers.putIfAbsent(shown, made);
		return (other != null) ? other : made;
	}

	/** Counts a start. A lambda may be what the code of a server comes from. */
	void started(Class<?> behavior) {
		if (!behavior.isHidden()) {
			know(behavior);
		}
		this.starts.increment();
	}

	void exited(ExitReason reason, Duration lived) {
		ExitTag tag = ExitTag.of(reason);
		counted(this.exits.get(tag));
		Timer lifetime = this.lifetimes.get(tag);
		if (lifetime != null) {
			lifetime.record(lived);
		}
	}

	/**
	 * Counts a message that was never handled.
	 * @return whether it is counted among the dead letters here
	 */
	boolean deadLetter(Class<?> receiver, DeadLetterReason reason) {
		metersOf(receiver).deadLetter(reason);
		return counted(this.deadLetters.get(reason));
	}

	/** Counts a call whose caller has given up. */
	void callTimedOut(Class<?> server) {
		metersOf(server).callTimedOut();
	}

	private static boolean counted(@Nullable Counter counter) {
		if (counter != null) {
			counter.increment();
		}
		return counter != null;
	}

	/** Removes all meters. */
	void remove() {
		this.meters.remove();
	}

	static String tag(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
