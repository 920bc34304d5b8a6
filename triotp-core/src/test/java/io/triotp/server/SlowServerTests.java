package io.triotp.server;

import java.time.Duration;

import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Patience;
import io.triotp.process.Processes;
import io.triotp.test.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What callers know of a server before they decide how to wait for it.
 */
class SlowServerTests {

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	@AfterEach
	void close() {
		this.node.close();
	}

	record Work(Duration duration) implements Call<Worker, String> {
	}

	/** Work takes its time, which passes at once. */
	record Worker(ManualTime time) implements GenServer<String, Work, Cast<Worker>> {

		@Override
		public String init() {
			return "state";
		}

		@Override
		public CallResult<String> handleCall(Work work, From from, String state) {
			this.time.advance(work.duration());
			return reply(work, "done", state);
		}

	}

	private static boolean isSlow(ServerRef<?> server) {
		return Patience.isSlow(server.pid().orElseThrow());
	}

	@Test
	void a_server_is_slow_from_a_call_that_took_it_long_to_one_that_did_not() {
		ServerRef<Worker> server = GenServer.start(this.node, new Worker(this.time));
		assertThat(isSlow(server)).isFalse();
		for (int i = 0; i < 2; i++) {
			server.call(new Work(Duration.ofMillis(1)));
			assertThat(isSlow(server)).isTrue();
			assertThat(server.call(new Work(Duration.ofMillis(1)))).isEqualTo("done");
			assertThat(isSlow(server)).isTrue();
			server.call(new Work(Duration.ZERO));
			assertThat(isSlow(server)).isFalse();
			// back to a moment of which the server takes a sample
			this.time.advance(Duration.ofNanos(4096 - this.time.nanoTime() % 4096));
		}
	}

}
