package io.triotp.spring.boot;

import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;

/** Echoes, tells which instance it is, crashes and stops when told. */
public class EchoServer implements GenServer<String, EchoServer.Request<?>, EchoServer.Message> {

	private static final AtomicInteger instances = new AtomicInteger();

	private final int instance = instances.incrementAndGet();

	public sealed interface Request<R> extends Call<EchoServer, R> {

	}

	public record Echo(String text) implements Request<String> {
	}

	public record Instance() implements Request<Integer> {
	}

	public sealed interface Message extends Cast<EchoServer> {

	}

	public record Crash() implements Message {
	}

	@Override
	public String init() throws Exception {
		return "nostate";
	}

	@Override
	public CallResult<String> handleCall(Request<?> request, From from, String state) {
		return switch (request) {
			case Echo echo -> reply(echo, echo.text(), state);
			case Instance instance -> reply(instance, this.instance, state);
		};
	}

	@Override
	public Next<String> handleCast(Message message, String state) {
		throw new IllegalStateException("told to crash");
	}

}
