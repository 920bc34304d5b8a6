package io.triotp.spring.boot.actuate;

import java.time.Duration;

import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.test.ManualTime;

/**
 * A server that lets time pass.
 */
final class Slow implements GenServer<String, Slow.Work, Cast<Slow>> {

	private final ManualTime time;

	Slow(ManualTime time) {
		this.time = time;
	}

	record Work(Duration duration) implements Call<Slow, String> {
	}

	@Override
	public String init() {
		return "idle";
	}

	@Override
	public CallResult<String> handleCall(Work work, From from, String state) {
		this.time.advance(work.duration());
		return reply(work, "done", state);
	}

}
