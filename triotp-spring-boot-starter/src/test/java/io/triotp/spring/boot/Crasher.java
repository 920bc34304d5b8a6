package io.triotp.spring.boot;

import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;

/**
 * A server that crashes when it is told to.
 */
public final class Crasher implements GenServer<String, Crasher.Request<?>, Crasher.Crash> {

	/** What no answer of the actuator may ever hold. */
	public static final String SECRET = "hunter2";

	public sealed interface Request<R> extends Call<Crasher, R> {

	}

	public record Ping() implements Request<String> {
	}

	public record Crash() implements Cast<Crasher> {
	}

	@Override
	public String init() {
		return SECRET;
	}

	@Override
	public CallResult<String> handleCall(Request<?> request, From from, String state) {
		return switch (request) {
			case Ping ping -> reply(ping, "pong", state);
		};
	}

	@Override
	public Next<String> handleCast(Crash message, String state) {
		throw new IllegalStateException("the password is " + SECRET);
	}

}
