package io.triotp.spring.boot.actuate;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.triotp.application.ApplicationEvent;
import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationSpec;
import io.triotp.application.ApplicationState;
import io.triotp.node.Node;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.NodeEvent;
import io.triotp.process.NodeListener;
import io.triotp.process.ProcessEvent;
import io.triotp.spring.boot.view.ExitDescriptor;
import io.triotp.supervisor.Place;
import io.triotp.supervisor.SupervisorEvent;

/**
 * Counts what happens in a node. Tags have few values: a supervisor is named by its place
 * in the specification, and everything below a dynamic supervisor counts as that
 * supervisor. A meter is made when something happens for the first time.
 */
public final class TriOtpMetrics implements NodeListener, AutoCloseable {

	/**
	 * The supervisor that restarts the roots of applications; no path looks like this.
	 */
	private static final String ABOVE_ROOT = "/";

	/** For supervisors that belong to no application, whose names nobody bounds. */
	private static final String NONE = "none";

	private final Node node;

	private final MeterRegistry registry;

	private final MeterProvider<Counter> restarts;

	private final MeterProvider<Counter> gaveUp;

	private final Map<Exit, Counter> exits = new EnumMap<>(Exit.class);

	private final Counter starts;

	private final Set<String> applications = ConcurrentHashMap.newKeySet();

	/**
	 * Register the meters, and count from now on.
	 * @param node where
	 * @param registry where to
	 * @param configured the applications to have meters although they may not have been
	 * started
	 */
	public TriOtpMetrics(Node node, MeterRegistry registry, List<ApplicationSpec> configured) {
		this.node = node;
		this.registry = registry;
		this.starts = Counter.builder("triotp.process.starts")
			.description("Processes that were started")
			.register(registry);
		this.restarts = Counter.builder("triotp.supervisor.restarts")
			.description("Restarts that were granted")
			.withRegistry(registry);
		this.gaveUp = Counter.builder("triotp.supervisor.gave.up")
			.description("Supervisors that ended because they had to restart too often")
			.withRegistry(registry);
		for (Exit exit : Exit.values()) {
			this.exits.put(exit,
					Counter.builder("triotp.process.exits")
						.description("Processes that have ended")
						.tag("reason", exit.name().toLowerCase(Locale.ROOT))
						.register(registry));
		}
		bindNode();
		configured.forEach((spec) -> bindApplication(spec.name()));
		node.applications().forEach((info) -> bindApplication(info.name()));
		node.view().addListener(this);
	}

	private void bindNode() {
		Gauge.builder("triotp.processes", this.node, (each) -> each.view().processCount())
			.description("Processes that live")
			.register(this.registry);
		bindMailboxes();
		bindZombies();
		for (DeadLetterReason reason : DeadLetterReason.values()) {
			FunctionCounter.builder("triotp.dead.letters", this.node, (each) -> each.view().deadLetters(reason))
				.description("Messages that were never handled")
				.tag("reason", reason.name().toLowerCase(Locale.ROOT))
				.register(this.registry);
		}
	}

	private void bindMailboxes() {
		Gauge.builder("triotp.mailboxes.high", this.node, (each) -> each.view().highMailboxCount())
			.description("Mailboxes that passed the high-water mark and have not fallen below half of it")
			.register(this.registry);
		FunctionCounter.builder("triotp.mailbox.high.water", this.node, (each) -> each.view().highMailboxTotal())
			.description("Times a mailbox passed the high-water mark")
			.register(this.registry);
	}

	private void bindZombies() {
		Gauge.builder("triotp.processes.zombie", this.node, (each) -> each.view().zombieCount())
			.description("Killed processes whose code has not returned")
			.register(this.registry);
		FunctionCounter.builder("triotp.process.zombies", this.node, (each) -> each.view().zombieTotal())
			.description("Killed processes whose code ignored interrupts for seconds")
			.register(this.registry);
	}

	private void bindApplication(String name) {
		if (!this.applications.add(name)) {
			return;
		}
		for (ApplicationState state : ApplicationState.values()) {
			Gauge
				.builder("triotp.applications", this.node,
						(each) -> each.application(name).map(ApplicationInfo::state).orElse(null) == state ? 1 : 0)
				.description("1 for the state an application is in, 0 for the others")
				.tag("application", name)
				.tag("state", state.name().toLowerCase(Locale.ROOT))
				.register(this.registry);
		}
	}

	@Override
	public void onEvent(NodeEvent event) {
		switch (event) {
			case ProcessEvent.Started started -> this.starts.increment();
			case ProcessEvent.Exited exited -> exited(exited.reason());
			case SupervisorEvent.RestartGranted granted ->
				restarted(tags(granted.place(), granted.child()), granted.reason());
			case SupervisorEvent.SupervisorGaveUp gaveUp ->
				this.gaveUp.withTags(tags(gaveUp.place(), gaveUp.detail().child())).increment();
			case ApplicationEvent.Started started -> bindApplication(started.application());
			default -> {
			}
		}
	}

	private void exited(ExitReason reason) {
		Counter counter = this.exits.get(Exit.of(reason));
		if (counter != null) {
			counter.increment();
		}
	}

	private void restarted(Tags tags, ExitReason reason) {
		this.restarts.withTags(tags.and("exception", exception(reason))).increment();
	}

	/** The child of an application master is the root, named as its application. */
	private Tags tags(Place supervisor, String child) {
		if (supervisor.isApplicationMaster()) {
			return tags(child, ABOVE_ROOT);
		}
		String application = supervisor.application();
		return this.node.application(application).isPresent() ? tags(application, supervisor.staticPath())
				: tags(NONE, NONE);
	}

	private static Tags tags(String application, String supervisor) {
		return Tags.of("application", application, "supervisor", supervisor);
	}

	private static String exception(ExitReason reason) {
		Class<?> exception = ExitDescriptor.exceptionOf(reason);
		if (exception == null) {
			return NONE;
		}
		String name = exception.getSimpleName();
		return name.isEmpty() ? exception.getName().substring(exception.getName().lastIndexOf('.') + 1) : name;
	}

	/**
	 * Stop counting. The meters stay.
	 */
	@Override
	public void close() {
		this.node.view().removeListener(this);
	}

	private enum Exit {

		NORMAL, SHUTDOWN, KILLED, NOPROC, NOCONNECTION, CRASH, FAILURE;

		static Exit of(ExitReason reason) {
			return switch (reason) {
				case ExitReason.Normal() -> NORMAL;
				case ExitReason.Shutdown ignored -> SHUTDOWN;
				case ExitReason.Killed() -> KILLED;
				case ExitReason.NoProcess() -> NOPROC;
				case ExitReason.NodeDown ignored -> NOCONNECTION;
				case ExitReason.Crash ignored -> CRASH;
				case ExitReason.Failure ignored -> FAILURE;
			};
		}

	}

}
