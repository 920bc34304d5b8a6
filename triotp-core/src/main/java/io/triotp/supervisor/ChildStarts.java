package io.triotp.supervisor;

import java.util.Objects;
import java.util.function.UnaryOperator;

import io.triotp.process.ProcessBody;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;
import io.triotp.server.GenServer;

/**
 * Starts what a {@link ChildStart} describes. The only place that knows which process
 * runs which kind of child.
 */
final class ChildStarts {

	private ChildStarts() {
	}

	/**
	 * Starts a child, linked to the calling process, and waits until it is up.
	 */
	static StartedChild start(ChildStart start, ChildContext context) throws Exception {
		return start(start, context, UnaryOperator.identity());
	}

	private static StartedChild start(ChildStart start, ChildContext context, UnaryOperator<ProcessBody> known)
			throws Exception {
		return switch (start) {
			case ChildStart.Server(var server) -> server(
					Objects.requireNonNull(server.get(),
							"the supplier of the server returned null; it must make a new GenServer at each start"),
					context);
			case ChildStart.Body(ProcessBody body) -> body(known.apply(body), context);
			case ChildStart.Resource(var open) -> server(new ResourceServer(open), context);
			case ChildStart.Supervise(SupervisorSpec spec) -> SupervisorProcess.startLink(spec, context);
			case ChildStart.SuperviseDynamically(DynamicSupervisorSpec spec) ->
				DynamicSupervisorProcess.startLink(spec, context);
			case ChildStart.Made(var make) ->
				start(Objects.requireNonNull(make.call(), "the function that makes the specification returned null")
					.start(), context, known);
			case ChildStart.Custom(StartFunction function) -> function.start(context);
			case ChildStart.Intercepted(ChildStart inner, StartInterceptor interceptor) ->
				interceptor.start(context, (given) -> start(inner, given, known));
			case ChildStart.CodeOf(ChildStart inner, Class<?> type) ->
				start(inner, context, (body) -> new TypedBody(body, type));
		};
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
