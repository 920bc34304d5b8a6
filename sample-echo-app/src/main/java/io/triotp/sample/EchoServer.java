package io.triotp.sample;

import java.time.Duration;

import io.triotp.process.ExitReason;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Answers with what it is told.
 */
// tag::server[]
@Component
public class EchoServer implements GenServer<String, EchoServer.Request<?>, EchoServer.Message> {

	private static final Logger log = LoggerFactory.getLogger(EchoServer.class);

	public sealed interface Request<R> extends Call<EchoServer, R> {

	}

	public record Echo(String text, Duration delay) implements Request<String> {

		public Echo(String text) {
			this(text, Duration.ZERO);
		}

	}

	public record Crash() implements Request<String> {
	}

	public sealed interface Message extends Cast<EchoServer> {

	}

	public record Stop() implements Message {
	}

	@Override
	public String init() {
		return "nostate";
	}

	@Override
	public CallResult<String> handleCall(Request<?> request, From from, String state) throws InterruptedException {
		return switch (request) {
			case Echo echo -> {
				Thread.sleep(echo.delay());
				yield reply(echo, echo.text(), state);
			}
			case Crash crash -> throw new IllegalStateException("somebody asked me to crash");
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
		log.info("exited with reason {} and state {}", reason, state);
	}

}
// end::server[]
