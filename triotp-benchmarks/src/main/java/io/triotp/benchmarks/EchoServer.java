package io.triotp.benchmarks;

import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;

/**
 * A server of this library that does next to nothing. Its messages are constants, so that
 * what is allocated is the library's.
 */
class EchoServer implements GenServer<String, EchoServer.Request, EchoServer.Tick> {

	private final Tally casts;

	EchoServer(Tally casts) {
		this.casts = casts;
	}

	/** What it can be asked. */
	sealed interface Request extends Call<EchoServer, String> {

	}

	/** An answer at once. */
	enum Ping implements Request {

		PING

	}

	/** An answer after a millisecond. */
	enum Snooze implements Request {

		SNOOZE

	}

	/**
	 * An answer after calls of its own.
	 *
	 * @param other who is called
	 * @param calls how often
	 */
	record Relay(ServerRef<EchoServer> other, int calls) implements Request {
	}

	/** What it can be told. */
	enum Tick implements Cast<EchoServer> {

		/** Count. */
		TICK,

		/** Crash. */
		CRASH

	}

	@Override
	public String init() {
		return "state";
	}

	@Override
	public CallResult<String> handleCall(Request request, From from, String state) {
		return switch (request) {
			case Ping ping -> reply(ping, "pong", state);
			case Snooze snooze -> reply(snooze, Sleep.aMillisecond().toString(), state);
			case Relay relay -> {
				for (int i = 0; i < relay.calls(); i++) {
					relay.other().call(Ping.PING);
				}
				yield reply(relay, "relayed", state);
			}
		};
	}

	@Override
	public Next<String> handleCast(Tick message, String state) {
		if (message == Tick.CRASH) {
			throw new IllegalStateException("as it was told");
		}
		this.casts.hit();
		return next(state);
	}

}
