package io.triotp.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Processes;
import io.triotp.testing.Carriers;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the failures of calls tell somebody who has never seen one.
 */
class CallTextTests {

	private final Processes node = LocalNode.create(NodeOptions.defaults().spareCarriers(0));

	@AfterEach
	void close() {
		this.node.close();
	}

	private static ServerOptions named(String name) {
		return ServerOptions.defaults().name(name);
	}

	@Test
	void a_server_shows_the_name_it_was_started_under_also_after_its_end() {
		ServerRef<Echo> server = GenServer.start(this.node, new Echo(), named("echo"));
		String shown = "server echo (" + server.pid().orElseThrow() + ")";
		assertThat(server).hasToString(shown);

		this.node.kill(server.pid().orElseThrow());

		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(() -> server.call(new Say("x")))
			.withMessageContaining(" to " + shown + " failed: noproc");
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(server::stop).withMessageContaining(shown);
	}

	@Test
	void a_server_without_a_name_shows_its_class() {
		ServerRef<Echo> server = GenServer.start(this.node, new Echo());

		assertThat(server).hasToString("server " + Echo.class.getName() + " (" + server.pid().orElseThrow() + ")");
	}

	@Test
	void an_equal_request_is_not_the_one_that_was_asked() {
		Probe<Throwable> thrown = new Probe<>();
		ServerRef<Echo> server = GenServer.start(this.node, new Echo() {

			@Override
			public CallResult<String> handleCall(Say request, From from, String state) {
				try {
					from.to(new Say(request.text()));
				}
				catch (IllegalArgumentException ex) {
					thrown.tell(ex);
				}
				return reply(request, "", state);
			}

		});
		server.call(new Say("x"));

		assertThat(thrown.await()).hasMessageContaining("another object")
			.hasMessageContaining(Say.class.getName())
			.hasMessageContaining("pass the very object that handleCall got")
			.hasMessageNotContaining("not with this");
	}

	@Test
	void a_system_request_is_called_by_the_method_that_makes_it() {
		Sys<String> unknown = Sys.of(ServerRef.<Echo>named(this.node, "nobody"));

		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(unknown::getState)
			.withMessageContaining("Sys.getState to server 'nobody'");
		ServerRef<Echo> server = GenServer.start(this.node, new Echo());
		this.node.kill(server.pid().orElseThrow());
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(() -> Sys.of(server).statistics())
			.withMessageContaining("Sys.statistics to ");
	}

	/** Every carrier is held by code that never lets go of it. */
	@Test
	@Timeout(60)
	void a_server_that_waits_for_a_carrier_is_said_to() throws Exception {
		ServerRef<Echo> server = GenServer.start(this.node, new Echo());
		Probe.until(() -> stateOf(server) == ProcessInfo.State.WAITING);

		withoutCarriers(() -> {
			assertThatExceptionOfType(CallException.TimedOut.class)
				.isThrownBy(() -> server.call(new Say("x"), Duration.ZERO))
				.withMessageContaining("1 messages waiting and is now waiting for a carrier thread")
				.withMessageNotContaining("RUNNING");
			assertThat(stateOf(server)).isEqualTo(ProcessInfo.State.RUNNABLE);
			assertThatExceptionOfType(StartException.TimedOut.class)
				.isThrownBy(() -> GenServer.start(this.node, new Echo(),
						ServerOptions.defaults().startTimeout(Duration.ofNanos(1))))
				.withMessageContaining("did not begin within 1ns")
				.withMessageContaining("waited for a carrier thread");
		});
	}

	private ProcessInfo.State stateOf(ServerRef<?> server) {
		return this.node.view().info(server.pid().orElseThrow()).orElseThrow().state();
	}

	private static void withoutCarriers(Runnable action) throws InterruptedException {
		int carriers = Carriers.parallelism();
		AtomicBoolean released = new AtomicBoolean();
		CountDownLatch held = new CountDownLatch(carriers);
		try {
			for (int i = 0; i < carriers; i++) {
				Thread.ofVirtual().start(() -> {
					held.countDown();
					while (!released.get()) {
						Thread.onSpinWait();
					}
				});
			}
			held.await();
			action.run();
		}
		finally {
			released.set(true);
		}
	}

	record Say(String text) implements Call<Echo, String> {
	}

	static class Echo implements GenServer<String, Say, Cast<Echo>> {

		@Override
		public String init() {
			return "";
		}

		@Override
		public CallResult<String> handleCall(Say request, From from, String state) {
			return reply(request, request.text(), state);
		}

	}

}
