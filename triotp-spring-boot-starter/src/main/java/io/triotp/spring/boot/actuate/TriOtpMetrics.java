package io.triotp.spring.boot.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.triotp.application.ApplicationEvent;
import io.triotp.application.ApplicationSpec;
import io.triotp.durable.DurableStore;
import io.triotp.node.Node;
import io.triotp.process.NodeEvent;
import io.triotp.process.NodeListener;
import io.triotp.process.Pid;
import io.triotp.process.ProcessEvent;
import io.triotp.resource.ProbeFailed;
import io.triotp.server.ServerEvent;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildType;
import io.triotp.supervisor.Place;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.time.TimeSource;
import io.triotp.virtual.VirtualServers;
import org.jspecify.annotations.Nullable;

/**
 * Counts what happens in a node. Tags have few values: a supervisor is named by its place
 * in the specification, and everything below a dynamic supervisor counts as that
 * supervisor; an application tells its first 100 behaviours apart. The meters of an
 * application that only code knows are removed when it is over, unless it has failed. All
 * have the tag {@code triotp.node}, so that the nodes of several contexts can share a
 * registry.
 */
public final class TriOtpMetrics implements NodeListener, AutoCloseable {

	/** 30 seconds. */
	public static final Duration DEFAULT_STALLED_AFTER = Duration.ofSeconds(30);

	/**
	 * The supervisor that restarts the roots of applications; no path looks like this.
	 */
	private static final String ABOVE_ROOT = "/";

	private static final String NODE = "triotp.node";

	private final Node node;

	private final MeterRegistry registry;

	private final Tags tags;

	private final NodeSampler sampler;

	private final NodeMeters nodeMeters;

	/**
	 * For what belongs to no application. Its supervisors, whose names nobody bounds, are
	 * one.
	 */
	private final ApplicationMeters outside;

	private final Set<String> configured;

	private final Map<String, ApplicationMeters> applications = new ConcurrentHashMap<>();

	private final List<StoreMeters> stores = new CopyOnWriteArrayList<>();

	private final List<VirtualMeters> virtual = new CopyOnWriteArrayList<>();

	private volatile boolean removedAtClose;

	/**
	 * Register the meters, and count from now on.
	 * @param node where
	 * @param registry where to
	 * @param configured the applications to have meters although they may not have been
	 * started
	 */
	public TriOtpMetrics(Node node, MeterRegistry registry, List<ApplicationSpec> configured) {
		this(node, registry, configured, DEFAULT_STALLED_AFTER);
	}

	/**
	 * Register the meters, and count from now on.
	 * @param node where
	 * @param registry where to
	 * @param configured the applications to have meters although they may not have been
	 * started
	 * @param stalledAfter how long a process at which messages wait may begin no other
	 * before it counts as stalled
	 * @throws IllegalArgumentException if that is negative
	 */
	public TriOtpMetrics(Node node, MeterRegistry registry, List<ApplicationSpec> configured, Duration stalledAfter) {
		this.node = node;
		this.registry = registry;
		this.tags = Tags.of(NODE, freeName(registry, node.name()));
		this.sampler = new NodeSampler(node.view(), node.host().time(), this.applications::containsKey, this::know,
				stalledAfter);
		this.nodeMeters = new NodeMeters(registry, this.tags, node, this.sampler);
		this.outside = meters(Belonging.NONE).bind();
		this.outside.know(Belonging.NONE);
		this.configured = configured.stream().map(ApplicationSpec::name).collect(Collectors.toUnmodifiableSet());
		configured.forEach(this::bindDeclared);
		node.view().addListener(this);
		node.applications().forEach((info) -> {
			bindDeclared(info.spec());
			info.root().ifPresent((root) -> bindRunning(info.name(), root));
		});
		this.sampler.look();
	}

	/** Contexts that have a parent in common often have one name. */
	private static String freeName(MeterRegistry registry, String name) {
		String free = name;
		for (int i = 2; registry.find(NodeMeters.WEDGED).tag(NODE, free).meter() != null; i++) {
			free = name + "-" + i;
		}
		return free;
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

	private void know(String application, Class<?> behavior) {
		ApplicationMeters meters = application.equals(Belonging.NONE) ? this.outside
				: this.applications.get(application);
		if (meters != null) {
			meters.know(behavior);
		}
	}

	private ApplicationMeters meters(String application) {
		return new ApplicationMeters(this.registry, this.tags, application, this.sampler, this.node.host().time());
	}

	private ApplicationMeters metersOf(String application) {
		ApplicationMeters known = this.applications.get(application);
		if (known != null) {
			return known;
		}
		ApplicationMeters made = meters(application).countDeadLetters();
		ApplicationMeters other = this.applications.putIfAbsent(application, made);
		return (other != null) ? other : made.bind().bindState(this.node);
	}

	@Override
	public void onEvent(NodeEvent event) {
		switch (event) {
			case ProcessEvent.Started started -> of(started.path(), started.pid()).started(started.behaviour());
			case ProcessEvent.Exited exited -> of(exited.path(), exited.pid()).exited(exited.reason(), exited.lived());
			case ProcessEvent.DeadLetter letter -> deadLetter(letter);
			case ServerEvent.CallTimedOut late -> of(late.path(), late.pid()).callTimedOut(late.behaviour());
			case SupervisorEvent.ChildStarted up -> up(up);
			case SupervisorEvent.RestartGranted granted -> of(granted.place(), granted.child())
				.restarted(supervisor(granted.place()), granted.reason(), granted.counted(), granted.intensity());
			case SupervisorEvent.SupervisorGaveUp gaveUp -> of(gaveUp.place(), gaveUp.detail().child())
				.gaveUp(supervisor(gaveUp.place()), gaveUp.detail().intensity());
			case ProbeFailed failed -> this.nodeMeters.probeFailed();
			case ApplicationEvent.Started ignored -> forgetUnknown();
			case ApplicationEvent.Stopped stopped -> forget(stopped.application());
			case ApplicationEvent.Ended ended -> forget(ended.application());
			default -> {
			}
		}
	}

	/** Only now the code of a server is known: it is made by its own process. */
	private void up(SupervisorEvent.ChildStarted started) {
		ApplicationMeters meters = of(started.place(), started.child());
		meters.know(supervisor(started.place()));
		meters.know(this.node.view().glance(started.process()).behaviour());
	}

	private void deadLetter(ProcessEvent.DeadLetter letter) {
		ApplicationMeters meters = of(letter.path(), letter.pid());
		if (meters.deadLetter(this.node.view().glance(letter.pid()).behaviour(), letter.reason())) {
			this.nodeMeters.deadLetterOfApplication(letter.reason());
		}
	}

	/** The first part of a path names the application; some processes have none. */
	private ApplicationMeters of(String path, Pid pid) {
		int slash = path.indexOf('/');
		ApplicationMeters named = (slash > 0) ? find(path.substring(0, slash)) : null;
		if (named != null) {
			return named;
		}
		ApplicationMeters found = find(
				new Belonging((name) -> find(name) != null, this.node.view()::glance).of(this.node.view().glance(pid)));
		return (found != null) ? found : this.outside;
	}

	/** The child of an application master is the root, named as its application. */
	private ApplicationMeters of(Place supervisor, String child) {
		ApplicationMeters found = find(supervisor.isApplicationMaster() ? child : supervisor.application());
		return (found != null) ? found : this.outside;
	}

	/**
	 * {@return the meters of an application, nothing if there is none} One that is over
	 * gets no new ones: the last of its processes may end after it.
	 */
	private @Nullable ApplicationMeters find(String application) {
		ApplicationMeters known = this.applications.get(application);
		return (known != null) ? known
				: this.node.application(application)
					.filter((info) -> info.state().isLive())
					.map((info) -> metersOf(application))
					.orElse(null);
	}

	private String supervisor(Place place) {
		if (place.isApplicationMaster()) {
			return ABOVE_ROOT;
		}
		return this.applications.containsKey(place.application()) ? place.staticPath() : Belonging.NONE;
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

	/**
	 * Have the handlers measured too.
	 * @param observer one of the observers the node was started with
	 * @return this
	 */
	public TriOtpMetrics with(TriOtpHandlerMetrics observer) {
		Objects.requireNonNull(observer, "observer").measureFor(this);
		return this;
	}

	/**
	 * Have a store of durable servers measured too.
	 * @param store a store of the node
	 * @return this
	 */
	public TriOtpMetrics with(DurableStore store) {
		this.stores.add(new StoreMeters(this.registry, this.tags, Objects.requireNonNull(store, "store")));
		return this;
	}

	/**
	 * {@return this, which tells of virtual servers as well}
	 * @param servers the virtual servers
	 */
	public TriOtpMetrics with(VirtualServers<?> servers) {
		this.virtual.add(new VirtualMeters(this.registry, this.tags, Objects.requireNonNull(servers, "servers")));
		return this;
	}

	HandlerMeters handlersOf(String path, Pid pid, Class<?> behavior) {
		return of(path, pid).handlersOf(behavior);
	}

	TimeSource time() {
		return this.node.host().time();
	}

	/**
	 * Have the meters removed from the registry by {@link #close()}. For a registry that
	 * is used after that.
	 * @return this
	 */
	public TriOtpMetrics removedAtClose() {
		this.removedAtClose = true;
		return this;
	}

	/**
	 * Stop counting. The meters stay, so that a registry can publish them once more when
	 * it is closed itself, unless they are {@link #removedAtClose()}.
	 */
	@Override
	public void close() {
		this.node.view().removeListener(this);
		if (this.removedAtClose) {
			this.applications.values().forEach(ApplicationMeters::remove);
			this.outside.remove();
			this.nodeMeters.remove();
			this.stores.forEach(StoreMeters::remove);
			this.virtual.forEach(VirtualMeters::remove);
		}
	}

}
