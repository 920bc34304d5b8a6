package io.triotp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import io.triotp.agent.Agent;
import io.triotp.application.ApplicationSpec;
import io.triotp.application.Applications;
import io.triotp.durable.DurableStore;
import io.triotp.durable.StoreOptions;
import io.triotp.node.Node;
import io.triotp.process.BehaviourHost;
import io.triotp.process.Envelope;
import io.triotp.process.EventPublisher;
import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.MonitorRef;
import io.triotp.process.NodeOptions;
import io.triotp.process.NodeView;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;
import io.triotp.process.TimerRef;
import io.triotp.registry.ProcessGroups;
import io.triotp.registry.ProcessRegistry;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.PendingReplies;
import io.triotp.server.ReplyTo;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;
import io.triotp.server.Sys;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.ChildStart;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.PartitionSpec;
import io.triotp.supervisor.PartitionSupervisor;
import io.triotp.supervisor.Place;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.task.Task;
import io.triotp.task.TaskSupervisor;
import io.triotp.test.TestStore;
import io.triotp.testing.Probe;
import io.triotp.time.Deadline;
import io.triotp.time.TimeSource;
import io.triotp.time.TimedCondition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever passes {@code null} is told which argument it was, at once and by the method
 * that was called, not by the JVM from somewhere inside.
 */
class NullArgumentTests {

	/**
	 * What only this library makes, what only it calls, and what is called for every
	 * message and documented for authors of behaviours only.
	 */
	private static final Set<String> LEFT_OUT = Set.of("process.Patience", "process.SystemMessage",
			"registry.ProcessRegistry$", "supervisor.SupervisionTree", "server.GenServer.handle",
			"server.GenServer.terminate", "task.TaskResult$", "supervisor.ChildContext", "supervisor.DeclaredChild",
			"time.TimeSource", "time.TimedCondition", "time.Deadline.park", "durable.StateChange(",
			"durable.AnsweredRequest(");

	private final Node node = Node.start();

	/** What each class is called with, and on. */
	private final Map<Class<?>, Object> samples = new HashMap<>();

	private final Probe<From> asked = new Probe<>();

	/** Ends a call that waits although it should have refused. */
	private final ScheduledExecutorService alarm = Executors.newSingleThreadScheduledExecutor();

	private volatile String present = "";

	@AfterEach
	void close() {
		this.alarm.shutdownNow();
		this.node.close();
	}

	@Test
	@Timeout(120)
	void null_is_refused_by_the_name_of_the_parameter() {
		Probe<List<String>> offences = new Probe<>();
		this.node.spawn((self) -> {
			try {
				prepare(self);
				offences.tell(publicTypes().flatMap((type) -> offencesOf(type).stream()).sorted().toList());
			}
			catch (Throwable ex) {
				offences.tell(List.of("the sweep broke off at " + this.present + ": " + ex));
				throw ex;
			}
		});

		assertThat(offences.await()).as("methods that do not name the argument that is null").isEmpty();
	}

	private void prepare(PlainProcess self) throws Exception {
		BehaviourHost host = this.node.host();
		Pid pid = this.node.spawn((other) -> other.receive());
		ServerRef<Idle> server = GenServer.start(this.node, new Idle(this.asked));
		Ask ask = new Ask();
		Object[] made = { "text", Duration.ofSeconds(1), Instant.EPOCH, new RuntimeException("sample"), new Object(),
				Optional.empty(), server, Sys.of(server), server.sendRequest(ask), new PendingReplies<String, Object>(),
				new Ask(), TimeSource.system(), Deadline.NEVER, new ReentrantLock(),
				new TimedCondition(new ReentrantLock()), NodeOptions.defaults(), SpawnOptions.defaults(),
				ServerOptions.defaults(), RestartIntensity.DEFAULT, Place.of("place"),
				ChildSpec.server("child", () -> new Idle(this.asked)), SupervisorSpec.oneForOne(),
				DynamicSupervisorSpec.defaults(),
				PartitionSpec.of((index) -> ChildSpec.server("p", () -> new Idle(this.asked))),
				Supervisor.start(this.node, "sup", SupervisorSpec.oneForOne()),
				DynamicSupervisor.start(this.node, "dyn", DynamicSupervisorSpec.defaults()),
				PartitionSupervisor
					.of(this.node, "parts",
							PartitionSpec.of((index) -> ChildSpec.server("p", () -> new Idle(this.asked))))
					.start(),
				Agent.start(this.node, () -> "state"), Task.asyncNoLink(this.node, () -> "value"),
				TaskSupervisor.of(this.node, DynamicSupervisor.named(this.node, "dyn")),
				ProcessRegistry.unique(this.node), new ProcessGroups<String>(this.node), this.node.mailboxes(),
				this.node.mailboxes().create(), ApplicationSpec.of("app", SupervisorSpec.oneForOne()),
				new Applications(this.node, (info) -> {
				}), this.node, host.watch(pid), new TestStore(),
				DurableStore.of(this.node, "store", new TestStore(), StoreOptions.defaults()) };
		for (Object each : made) {
			this.samples.put(each.getClass(), each);
		}
		this.samples.put(Double.class, 0.5);
		this.samples.put(Pid.class, pid);
		this.samples.put(Processes.class, this.node);
		this.samples.put(BehaviourHost.class, host);
		this.samples.put(LocalNode.class, host);
		this.samples.put(NodeView.class, this.node.view());
		this.samples.put(EventPublisher.class, host.events());
		this.samples.put(Self.class, self);
		this.samples.put(PlainProcess.class, self);
		this.samples.put(MonitorRef.class, self.monitor(pid));
		this.samples.put(TimerRef.class, self.sendAfter(Duration.ofDays(1), "late"));
		this.samples.put(ExitReason.class, ExitReason.normal());
		this.samples.put(Envelope.class, new Letter());
		this.samples.put(Thread.class, Thread.ofVirtual().unstarted(() -> {
		}));
		this.samples.put(CompletableFuture.class, new CompletableFuture<>());
		this.samples.put(Throwable.class, new RuntimeException("sample"));
		this.samples.put(TimeSource.class, TimeSource.system());
		this.samples.put(Shutdown.class, Shutdown.DEFAULT_WORKER);
		this.samples.put(ChildStart.class, new ChildStart.Server(() -> new Idle(this.asked)));
		this.samples.put(GenServer.class, new Idle(this.asked));
		this.samples.put(Call.class, new Ask());
		this.samples.put(List.class, List.of());
		this.samples.put(Collection.class, List.of());
		this.samples.put(Map.class, Map.of());
		this.samples.put(Set.class, Set.of());
		this.samples.put(Stream.class, Stream.of());
		this.samples.put(Class.class, String.class);
		From from = this.asked.await();
		this.samples.put(From.class, from);
		this.samples.put(ReplyTo.class, from.to(ask));
		this.samples.put(int.class, 1);
		this.samples.put(long.class, 1L);
		this.samples.put(boolean.class, false);
		this.samples.put(double.class, 1.0);
	}

	private static Stream<Class<?>> publicTypes() {
		try (var list = NullArgumentTests.class.getResourceAsStream("/public-types.txt")) {
			return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.startsWith("observers"))
				.map((line) -> "io.triotp." + line.substring(line.lastIndexOf(' ') + 1))
				.<Class<?>>map(NullArgumentTests::load)
				.flatMap((type) -> Stream.concat(Stream.of(type), Arrays.stream(type.getClasses())))
				.filter((type) -> !Throwable.class.isAssignableFrom(type) && !type.isEnum())
				.filter((type) -> type.getName().startsWith("io.triotp.") && !isLeftOut(title(type)))
				.toList()
				.stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Class<?> load(String name) {
		try {
			return Class.forName(name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private List<String> offencesOf(Class<?> type) {
		List<String> offences = new ArrayList<>();
		for (Constructor<?> each : type.getConstructors()) {
			check(each, null, offences);
		}
		for (Method each : type.getDeclaredMethods()) {
			boolean isStatic = Modifier.isStatic(each.getModifiers());
			if (!Modifier.isPublic(each.getModifiers()) || each.isSynthetic() || isOfObject(each)) {
				continue;
			}
			Object on = isStatic ? null : onWhat(type);
			if (isStatic || on != null) {
				check(each, on, offences);
			}
		}
		return offences;
	}

	private static boolean isOfObject(Method method) {
		return method.getName().equals("equals") || method.getName().equals("compareTo");
	}

	/** Interfaces that users implement are not called. */
	private @Nullable Object onWhat(Class<?> type) {
		Object known = this.samples.get(type);
		if (known != null && !Proxy.isProxyClass(known.getClass())) {
			return known;
		}
		return type.isRecord() ? sample(type) : null;
	}

	private void check(Executable what, @Nullable Object on, List<String> offences) {
		if (isLeftOut(title(what))) {
			return;
		}
		Parameter[] parameters = what.getParameters();
		for (int i = 0; i < parameters.length; i++) {
			if (!mayBeNull(parameters[i])) {
				this.present = title(what) + " " + parameters[i].getName();
				Object[] arguments = Arrays.stream(parameters).map((each) -> sample(each.getType())).toArray();
				arguments[i] = null;
				String offence = offence(what, on, arguments, parameters[i].getName());
				if (offence != null) {
					offences.add(title(what) + " " + parameters[i].getName() + ": " + offence);
				}
			}
		}
	}

	private static boolean isLeftOut(String title) {
		return LEFT_OUT.stream().anyMatch(title::startsWith);
	}

	private static String title(Class<?> type) {
		return type.getName().substring("io.triotp.".length());
	}

	private static String title(Executable what) {
		return title(what.getDeclaringClass()) + ((what instanceof Method) ? "." + what.getName() : "")
				+ Arrays.stream(what.getParameterTypes())
					.map(Class::getSimpleName)
					.toList()
					.toString()
					.replace('[', '(')
					.replace(']', ')');
	}

	private static boolean mayBeNull(Parameter parameter) {
		AnnotatedType type = parameter.getAnnotatedType();
		if (parameter.getType().isPrimitive() || type.isAnnotationPresent(Nullable.class)) {
			return true;
		}
		return type.getType() instanceof TypeVariable<?> variable
				&& (isAnything(parameter, variable) || Arrays.stream(variable.getAnnotatedBounds())
					.anyMatch((each) -> each.isAnnotationPresent(Nullable.class)));
	}

	/** A state may be null; a key may not. */
	private static boolean isAnything(Parameter parameter, TypeVariable<?> variable) {
		return variable.getBounds()[0] == Object.class
				&& !parameter.getDeclaringExecutable().getDeclaringClass().getName().startsWith("io.triotp.registry");
	}

	private @Nullable String offence(Executable what, @Nullable Object on, Object[] arguments, String name) {
		Future<?> alarm = this.alarm.schedule(Thread.currentThread()::interrupt, 2, TimeUnit.SECONDS);
		try {
			if (what instanceof Constructor<?> constructor) {
				constructor.newInstance(arguments);
			}
			else {
				((Method) what).invoke(on, arguments);
			}
			return "accepted";
		}
		catch (InvocationTargetException ex) {
			Throwable thrown = ex.getCause();
			String text = String.valueOf(thrown.getMessage());
			boolean told = (thrown instanceof NullPointerException)
					? text.equals(name) || text.startsWith(name + " of ")
					: thrown instanceof IllegalArgumentException && thrown.getMessage() != null;
			return told ? null : thrown.getClass().getSimpleName() + ": " + text.lines().findFirst().orElse("");
		}
		catch (IllegalAccessException | InstantiationException ex) {
			return "cannot be called: " + ex;
		}
		finally {
			alarm.cancel(false);
			Thread.interrupted();
		}
	}

	private Object sample(Class<?> type) {
		Object known = this.samples.get(type);
		if (known != null) {
			return known;
		}
		Object made = make(type);
		this.samples.put(type, made);
		return made;
	}

	private Object make(Class<?> type) {
		if (type.isArray()) {
			return Array.newInstance(type.getComponentType(), 0);
		}
		if (type.isEnum()) {
			return type.getEnumConstants()[0];
		}
		if (type.isRecord()) {
			return makeRecord(type);
		}
		if (type.isSealed()) {
			return sample(type.getPermittedSubclasses()[0]);
		}
		if (type.isInterface()) {
			return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
					(proxy, method, arguments) -> switch (method.getName()) {
						case "toString" -> "sample";
						case "hashCode" -> 1;
						case "equals" -> proxy == arguments[0];
						default -> method.getReturnType().isPrimitive() ? sample(method.getReturnType()) : null;
					});
		}
		throw new IllegalStateException("no sample of " + type.getName() + " for " + this.present);
	}

	private Object makeRecord(Class<?> type) {
		Class<?>[] types = Arrays.stream(type.getRecordComponents())
			.map(RecordComponent::getType)
			.toArray(Class<?>[]::new);
		try {
			return type.getDeclaredConstructor(types).newInstance(Arrays.stream(types).map(this::sample).toArray());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("no sample of " + type.getName(), ex);
		}
	}

	private static final class Letter extends Envelope {

		@Override
		public Object content() {
			return "content";
		}

	}

	private record Ask() implements Call<Idle, Object> {
	}

	private record Idle(Probe<From> asked) implements GenServer<String, Ask, Cast<Idle>> {

		@Override
		public String init() {
			return "";
		}

		@Override
		public CallResult<String> handleCall(Ask request, From from, String state) {
			this.asked.tell(from);
			return next(state);
		}

	}

}
