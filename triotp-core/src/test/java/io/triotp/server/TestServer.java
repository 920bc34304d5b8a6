package io.triotp.server;

import io.triotp.process.ExitReason;
import io.triotp.testing.Probe;

/**
 * A server whose messages say what it does with them. Tells of everything else.
 */
class TestServer implements GenServer<String, TestServer.Ask, TestServer.Do> {

	/** What happened to it that no message asked for. */
	final Probe<Object> log = new Probe<>();

	@Override
	public String init() throws Exception {
		return "fresh";
	}

	@Override
	public CallResult<String> handleCall(Ask request, From from, String state) throws Exception {
		return request.handler().handle(this, request, from, state);
	}

	@Override
	public Next<String> handleCast(Do message, String state) throws Exception {
		return message.handler().handle(this, state);
	}

	@Override
	public Next<String> handleInfo(Object message, String state) throws Exception {
		if (message instanceof Handler handler) {
			return handler.handle(this, state);
		}
		this.log.tell(message);
		return next(state);
	}

	@Override
	public Next<String> handleContinue(Object continuation, String state) throws Exception {
		if (continuation instanceof Handler handler) {
			return handler.handle(this, state);
		}
		this.log.tell("continue " + continuation);
		return next(state);
	}

	@Override
	public void terminate(ExitReason reason, String state) throws Exception {
		this.log.tell(new Terminated(reason, state));
	}

	/** A call that is answered as the handler says. */
	record Ask(AskHandler handler) implements Call<TestServer, Object> {

		/**
		 * {@return a call that only comes back}
		 */
		static Ask ping() {
			return new Ask((server, request, from, state) -> server.reply(request, state, state));
		}

	}

	/** A cast that does what the handler says. */
	record Do(Handler handler) implements Cast<TestServer> {
	}

	record Terminated(ExitReason reason, String state) {
	}

	@FunctionalInterface
	interface AskHandler {

		CallResult<String> handle(TestServer server, Ask request, From from, String state) throws Exception;

	}

	@FunctionalInterface
	interface Handler {

		Next<String> handle(TestServer server, String state) throws Exception;

	}

}
