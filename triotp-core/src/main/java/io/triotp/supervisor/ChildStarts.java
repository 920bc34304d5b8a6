package io.triotp.supervisor;

import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Pid;
import io.triotp.process.ProcessBody;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;
import io.triotp.resource.Probe;
import io.triotp.resource.Prober;
import io.triotp.resource.Resource;
import io.triotp.server.ServerMaker;
import io.triotp.time.Deadline;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts what a {@link ChildStart} describes. The only place that knows which process
 * runs which kind of child.
 */
final class ChildStarts {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.supervisor");

	private ChildStarts() {
	}

	/**
	 * Starts a child, linked to the calling process, and waits until it is up.
	 * @param guard runs what code of the user belongs to the start
	 */
	static StartedChild start(ChildStart start, ChildContext context, StartGuard guard) throws Exception {
		return start(start, context, guard, start.code(), UnaryOperator.identity());
	}

	private static StartedChild start(ChildStart start, ChildContext context, StartGuard guard, Optional<Class<?>> code,
			UnaryOperator<ProcessBody> known) throws Exception {
		return switch (start) {
			case ChildStart.Server(var server) -> StartedChild
				.worker(new ServerMaker(server, code.orElse(server.getClass())).startLink(context.serverOptions()));
			case ChildStart.Body(ProcessBody body) -> body(known.apply(body), context);
			case ChildStart.Resource<?> resource -> resource(resource, context, code);
			case ChildStart.Supervise(SupervisorSpec spec) -> SupervisorProcess.startLink(spec, context);
			case ChildStart.SuperviseDynamically(DynamicSupervisorSpec spec) ->
				DynamicSupervisorProcess.startLink(spec, context);
			case ChildStart.Made(var make) -> start(Objects
				.requireNonNull(guard.make(named("the function that makes its specification", code), make),
						"the function that makes the specification returned null")
				.start(), context, guard, code, known);
			case ChildStart.Custom(StartFunction function) ->
				guard.call(named("its start function", code), () -> function.start(context));
			case ChildStart.Intercepted(ChildStart inner, OwnInterceptor own) ->
				own.start(context, (given) -> start(inner, given, guard, code, known));
			case ChildStart.Intercepted(ChildStart inner, StartInterceptor interceptor) ->
				intercepted(interceptor, (given) -> start(inner, given, guard.begun(), code, known), context, guard);
			case ChildStart.Probed(ChildStart inner, var probe) ->
				probed(start(inner, context, guard, code, known), probe, context);
			case ChildStart.CodeOf(ChildStart inner, Class<?> type) ->
				start(inner, context, guard, code, (body) -> new TypedBody(body, type));
		};
	}

	/** What an interceptor has started and then refuses would live on, unknown. */
	private static StartedChild intercepted(StartInterceptor interceptor, StartFunction inner, ChildContext context,
			StartGuard guard) throws Exception {
		Queue<Pid> refused = new ConcurrentLinkedQueue<>();
		@Nullable StartedChild started = null;
		try {
			started = guard.call(named("the interceptor of its start", Optional.of(interceptor.getClass())),
					() -> interceptor.start(context, (given) -> {
						StartedChild made = inner.start(given);
						refused.add(made.pid());
						return made;
					}));
			return started;
		}
		finally {
			if (started == null) {
				end(refused);
			}
		}
	}

	private static void end(Collection<Pid> refused) {
		Self supervisor = Self.current();
		BehaviourHost node = supervisor.processes().host();
		ExitCountdown ending = new ExitCountdown(supervisor);
		refused.forEach((pid) -> {
			ending.add(node, pid);
			node.kill(pid);
		});
		ending.await(Deadline.never(node.time()));
	}

	private static String named(String what, Optional<Class<?>> code) {
		return code.map((type) -> what + " (" + type.getName() + ")").orElse(what);
	}

	private static <T extends AutoCloseable> StartedChild resource(ChildStart.Resource<T> start, ChildContext context,
			Optional<Class<?>> code) {
		Self supervisor = Self.current();
		Resource<T> resource = new Resource<>(context.path(), start.open(), start.probe(),
				code.orElseGet(start.open()::getClass), context.patience(), context.closingTime());
		resource.closing(supervisor.processes().host())
			.ifPresent((closing) -> awaitClosed(supervisor, closing, resource.limit(), context));
		return StartedChild.worker(resource.startLink(context.serverOptions()));
	}

	private static void awaitClosed(Self supervisor, Pid closing, Duration limit, ChildContext context) {
		BehaviourHost node = supervisor.processes().host();
		logger.info("'{}' is not started before what its last process had open is closed", context.path());
		ExitCountdown ending = new ExitCountdown(supervisor);
		ending.add(node, closing);
		if (!ending.await(Deadline.after(limit, node.time()))) {
			logger.warn("'{}' is started though what its last process had open has not been closed within {}",
					context.path(), TimeText.of(limit));
		}
	}

	private static StartedChild probed(StartedChild started, Probe<? super Pid> probe, ChildContext context) {
		Prober.start(Self.current().processes().host(), context.path(), started.pid(), started.pid(), probe,
				context.patience());
		return started;
	}

	/** Plain processes are up as soon as they exist. */
	private static StartedChild body(ProcessBody body, ChildContext context) {
		SpawnOptions options = new SpawnOptions(context.name(), context.label(), true, context.mailbox());
		return StartedChild.worker(Self.current().processes().spawn(options, body));
	}

}
