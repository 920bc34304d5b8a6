package io.triotp.supervisor;

import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.triotp.process.ProcessBody;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;
import io.triotp.server.GenServer;
import io.triotp.server.ServerMaker;

/**
 * Starts what a {@link ChildStart} describes. The only place that knows which process
 * runs which kind of child.
 */
final class ChildStarts {

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
			case ChildStart.Resource(var open) -> server(new ResourceServer(open), context);
			case ChildStart.Supervise(SupervisorSpec spec) -> SupervisorProcess.startLink(spec, context);
			case ChildStart.SuperviseDynamically(DynamicSupervisorSpec spec) ->
				DynamicSupervisorProcess.startLink(spec, context);
			case ChildStart.Made(var make) -> start(Objects
				.requireNonNull(guard.call(named("the function that makes its specification", code), make),
						"the function that makes the specification returned null")
				.start(), context, guard, code, known);
			case ChildStart.Custom(StartFunction function) ->
				guard.call(named("its start function", code), () -> function.start(context));
			case ChildStart.Intercepted(ChildStart inner, OwnInterceptor own) ->
				own.start(context, (given) -> start(inner, given, guard, code, known));
			case ChildStart.Intercepted(ChildStart inner, StartInterceptor interceptor) ->
				guard.call(named("the interceptor of its start", Optional.of(interceptor.getClass())),
						() -> interceptor.start(context, (given) -> start(inner, given, guard.begun(), code, known)));
			case ChildStart.CodeOf(ChildStart inner, Class<?> type) ->
				start(inner, context, guard, code, (body) -> new TypedBody(body, type));
		};
	}

	private static String named(String what, Optional<Class<?>> code) {
		return code.map((type) -> what + " (" + type.getName() + ")").orElse(what);
	}

	private static StartedChild server(GenServer<?, ?, ?> server, ChildContext context) {
		return StartedChild.worker(GenServer.startLink(server, context.serverOptions()).pid().orElseThrow());
	}

	/** Plain processes are up as soon as they exist. */
	private static StartedChild body(ProcessBody body, ChildContext context) {
		SpawnOptions options = new SpawnOptions(context.name(), context.label(), true, context.mailbox());
		return StartedChild.worker(Self.current().processes().spawn(options, body));
	}

}
