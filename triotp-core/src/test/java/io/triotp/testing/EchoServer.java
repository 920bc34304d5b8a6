package io.triotp.testing;

import io.triotp.application.ApplicationSpec;
import io.triotp.process.ExitReason;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.SupervisorSpec;

/**
 * The server of the tutorial.
 */
public final class EchoServer implements GenServer<String, EchoServer.Request<?>, EchoServer.Message> {

	private final Probe<Object> told;

	private EchoServer(Probe<Object> told) {
		this.told = told;
	}

	/**
	 * {@return the server as a child}
	 * @param told where it says goodbye
	 */
	public static ChildSpec child(Probe<Object> told) {
		return ChildSpec.server("server", () -> new EchoServer(told)).name("echo").restart(Restart.TRANSIENT);
	}

	/**
	 * {@return the application of the tutorial: the server and a client that calls it
	 * twice and stops it}
	 * @param told what the client was answered, and the goodbye of the server
	 */
	public static ApplicationSpec tutorial(Probe<Object> told) {
		ServerRef<EchoServer> echo = ServerRef.named("echo");
		ChildSpec client = ChildSpec.task("client", () -> {
			told.tell(echo.call(new Echo("hello")));
			told.tell(echo.call(new Echo("world")));
			echo.cast(new Stop());
		}).restart(Restart.TRANSIENT);
		return ApplicationSpec.of("echo", SupervisorSpec.untilAllEnded(child(told), client)).restart(Restart.TRANSIENT);
	}

	/**
	 * What it can be asked.
	 *
	 * @param <R> the type of the answer
	 */
	public sealed interface Request<R> extends Call<EchoServer, R> {

	}

	/**
	 * Say something back.
	 *
	 * @param text what
	 */
	public record Echo(String text) implements Request<String> {
	}

	/**
	 * What it can be told.
	 */
	public sealed interface Message extends Cast<EchoServer> {

	}

	/**
	 * End.
	 */
	public record Stop() implements Message {
	}

	@Override
	public String init() {
		return "nostate";
	}

	@Override
	public CallResult<String> handleCall(Request<?> request, From from, String state) {
		return switch (request) {
			case Echo echo -> reply(echo, echo.text(), state);
		};
	}

	@Override
	public Next<String> handleCast(Message message, String state) {
		return switch (message) {
			case Stop() -> stop(state);
		};
	}

	@Override
	public void terminate(ExitReason reason, String state) {
		this.told.tell("exited with " + reason + " and state " + state);
	}

}
