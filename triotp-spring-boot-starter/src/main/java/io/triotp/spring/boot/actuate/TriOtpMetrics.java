package io.triotp.spring.boot.actuate;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.triotp.application.ApplicationEvent;
import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.NodeEvent;
import io.triotp.process.NodeListener;
import io.triotp.process.ProcessEvent;
import io.triotp.resource.Finding;
import io.triotp.resource.ProbeFailed;
import io.triotp.spring.boot.view.ExitDescriptor;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildType;
import io.triotp.supervisor.Place;
import io.triotp.supervisor.SupervisorEvent;

/**
 * Counts what happens in a node. Tags have few values: a supervisor is named by its place
 * in the specification, and everything below a dynamic supervisor counts as that
 * supervisor. The meters of an application that only code knows are removed when it is
 * over, unless it has failed.
 */
public final class TriOtpMetrics implements NodeListener, AutoCloseable {

	/**
	 * The supervisor that restarts the roots of applications; no path looks like this.
	 */
	private static final String ABOVE_ROOT = "/";

	/** For supervisors that belong to no application, whose names nobody bounds. */
	private static final String NONE = "none";

	/** Causes of restarts that are no exceptions. */
	private static final String STOPPED = "stopped-by-itself";

	private static final String UNHEALTHY = "unhealthy";

	private final Node node;

	private final MeterRegistry registry;

	private final Map<Exit, Counter> exits = new EnumMap<>(Exit.class);

	private final Counter starts;

	private final Counter probes;

	private final ApplicationMeters outside;

	private final Set<String> configured;

	private final Map<String, ApplicationMeters> applications = new ConcurrentHashMap<>();

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
		this.probes = Counter.builder("triotp.probe.failures")
			.description("Probes that found a child stopped or unhealthy")
			.register(registry);
		for (Exit exit : Exit.values()) {
			this.exits.put(exit,
					Counter.builder("triotp.process.exits")
						.description("Processes that have ended")
						.tag("reason", exit.name().toLowerCase(Locale.ROOT))
						.register(registry));
		}
		this.outside = new ApplicationMeters(registry, NONE);
		this.outside.know(NONE);
		bindNode();
		this.configured = configured.stream().map(ApplicationSpec::name).collect(Collectors.toUnmodifiableSet());
		configured.forEach(this::bindDeclared);
		node.view().addListener(this);
		node.applications().forEach((info) -> {
			bindDeclared(info.spec());
			info.root().ifPresent((root) -> bindRunning(info.name(), root));
		});
	}

	private void bindNode() {
		Gauge.builder("triotp.processes", this.node, (each) -> each.view().processCount())
			.description("Processes that live")
			.register(this.registry);
		bindMailboxes();
		bindZombies();
		Gauge.builder("triotp.carriers.spare", this.node, (each) -> each.view().spareCarriersLent())
			.description("Carriers lent to virtual threads because code that does not return held all others")
			.register(this.registry);
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

	private void bindDeclared(ApplicationSpec spec) {
		ApplicationMeters meters = metersOf(spec.name());
		meters.know(ABOVE_ROOT);
		spec.declaredTree()
			.stream()
			.filter((child) -> child.spec().type() == ChildType.SUPERVISOR)
			.forEach((child) -> meters.know(child.place().staticPath()));
	}

	/** What code has made only at the start is not declared. */
	private void bindRunning(String application, ChildInfo child) {
		child.supervision().ifPresent((supervisor) -> {
			metersOf(application).know(child.path());
			if (!supervisor.isDynamic()) {
				supervisor.children().forEach((each) -> bindRunning(application, each));
			}
		});
	}

	private ApplicationMeters metersOf(String application) {
		ApplicationMeters meters = new ApplicationMeters(this.registry, application);
		ApplicationMeters known = this.applications.putIfAbsent(application, meters);
		return (known != null) ? known : meters.showState(this.node);
	}

	@Override
	public void onEvent(NodeEvent event) {
		switch (event) {
			case ProcessEvent.Started started -> this.starts.increment();
			case ProcessEvent.Exited exited -> exited(exited.reason());
			case SupervisorEvent.ChildStarted up -> of(up.place(), up.child()).know(supervisor(up.place()));
			case SupervisorEvent.RestartGranted granted -> of(granted.place(), granted.child())
				.restarted(supervisor(granted.place()), exception(granted.reason()));
			case SupervisorEvent.SupervisorGaveUp gaveUp ->
				of(gaveUp.place(), gaveUp.detail().child()).gaveUp(supervisor(gaveUp.place()));
			case ProbeFailed failed -> this.probes.increment();
			case ApplicationEvent.Started ignored -> forgetUnknown();
			case ApplicationEvent.Stopped stopped -> forget(stopped.application());
			case ApplicationEvent.Ended ended -> forget(ended.application());
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

	/** The child of an application master is the root, named as its application. */
	private ApplicationMeters of(Place supervisor, String child) {
		String application = supervisor.isApplicationMaster() ? child : supervisor.application();
		ApplicationMeters known = this.applications.get(application);
		if (known != null) {
			return known;
		}
		return this.node.application(application).isPresent() ? metersOf(application) : this.outside;
	}

	private String supervisor(Place place) {
		if (place.isApplicationMaster()) {
			return ABOVE_ROOT;
		}
		return this.applications.containsKey(place.application()) ? place.staticPath() : NONE;
	}

	/**
	 * An application that was started by code and is over may never come back; one that
	 * has failed is kept for those who have to see it.
	 */
	private void forget(String application) {
		if (!this.configured.contains(application)) {
			ApplicationMeters meters = this.applications.remove(application);
			if (meters != null) {
				meters.remove();
			}
		}
	}

	/** A node does not remember for ever who has failed. */
	private void forgetUnknown() {
		this.applications.keySet()
			.stream()
			.filter((application) -> this.node.application(application).isEmpty())
			.forEach(this::forget);
	}

	private static String exception(ExitReason reason) {
		if (reason instanceof ExitReason.Failure(Finding finding)) {
			return (finding instanceof Finding.Stopped) ? STOPPED : UNHEALTHY;
		}
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
