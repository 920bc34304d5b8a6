package io.triotp.server;

import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.time.TimeSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An interrupt is only the bell: whoever swallows it ends as it was asked to all the
 * same.
 */
class SwallowedInterruptTests extends ServerFixture {

	private void swallow() {
		try {
			this.gate.pass();
		}
		catch (InterruptedException ex) {
			this.probe.tell("swallowed");
		}
	}

	@Test
	void a_plain_process_ends_at_its_next_receive() {
		Pid pid = this.node.spawn((self) -> {
			swallow();
			this.probe.tell(self.receive());
		});
		this.gate.awaitReached();
		this.node.send(pid, "never received");
		this.node.host().stop(pid, ExitReason.shutdown());
		assertThat(this.probe.await()).isEqualTo("swallowed");
		assertThat(Probe.exitOf(this.node, pid)).isEqualTo(ExitReason.shutdown());
		assertThat(this.probe.rest()).isEmpty();
	}

	@Test
	void a_plain_process_that_returns_has_ended_as_it_was_asked_to() {
		Pid pid = this.node.spawn((self) -> swallow());
		this.gate.awaitReached();
		this.node.host().stop(pid, ExitReason.shutdown("enough"));
		assertThat(Probe.exitOf(this.node, pid)).isEqualTo(ExitReason.shutdown("enough"));
	}

	@Test
	void a_server_stops_after_its_handler() {
		TestServer server = new TestServer();
		ServerRef<TestServer> ref = start(server);
		tell(ref, (self, state) -> {
			this.probe.tell(Thread.currentThread());
			swallow();
			return self.next("changed");
		});
		Thread code = (Thread) this.probe.await();
		this.gate.awaitReached();
		Pid pid = pidOf(ref);
		this.node.host().stop(pid, ExitReason.shutdown());
		code.interrupt();
		assertThat(this.probe.await()).isEqualTo("swallowed");
		assertThat(Probe.exitOf(this.node, pid)).isEqualTo(ExitReason.shutdown());
		assertThat(server.log.await()).isEqualTo(new TestServer.Terminated(ExitReason.shutdown(), "changed"));
	}

	@Test
	void who_waits_for_a_start_though_interrupted_does_not_spin() throws Throwable {
		CountingTime counting = new CountingTime(this.time);
		try (Processes other = LocalNode.create(NodeOptions.defaults().time(counting))) {
			Probe<Thread> starter = new Probe<>();
			Future<Boolean> starting = Probe.async(() -> {
				starter.tell(Thread.currentThread());
				GenServer.start(other, new TestServer() {

					@Override
					public String init() {
						SwallowedInterruptTests.this.gate.passStubbornly();
						return "late";
					}

				});
				return Thread.currentThread().isInterrupted();
			});
			this.gate.awaitReached();
			this.time.awaitParked(1);
			Thread waiting = starter.await();
			counting.of = waiting;
			waiting.interrupt();
			Probe.until(() -> counting.parks.get() > 0);
			ServerRef<TestServer> busy = start();
			for (int i = 0; i < 1_000; i++) {
				busy.call(TestServer.Ask.ping());
			}
			assertThat(counting.parks).hasValueLessThan(5);
			this.gate.open();
			assertThat(Probe.get(starting)).isTrue();
		}
	}

	/** Counts how often one thread is parked. */
	private static final class CountingTime implements TimeSource {

		private final ManualTime time;

		private final AtomicInteger parks = new AtomicInteger();

		private volatile Thread of;

		CountingTime(ManualTime time) {
			this.time = time;
		}

		@Override
		public long nanoTime() {
			return this.time.nanoTime();
		}

		@Override
		public Instant instant() {
			return this.time.instant();
		}

		@Override
		public Scheduled schedule(long delayNanos, Runnable task) {
			return this.time.schedule(delayNanos, task);
		}

		@Override
		public void park(Object blocker, long nanos) {
			if (Thread.currentThread() == this.of) {
				this.parks.incrementAndGet();
			}
			this.time.park(blocker, nanos);
		}

		@Override
		public void close() {
			// That of the other node is closed with it.
		}

	}

}
