package io.triotp.resource;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Processes;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.Gate;
import io.triotp.testing.LogProbe;
import io.triotp.test.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.triotp.testing.Probe.exitOf;
import static io.triotp.testing.Probe.until;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Children that are looked at while they run.
 */
class ProbedChildTests {

	private static final Duration PERIOD = Duration.ofSeconds(5);

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final LogProbe log = new LogProbe("io.triotp.probe");

	private final io.triotp.testing.Probe<String> seen = new io.triotp.testing.Probe<>();

	private final AtomicInteger looks = new AtomicInteger();

	private Supervisor supervisor;

	@AfterEach
	void close() {
		this.node.close();
		this.log.close();
	}

	private Pid start(ChildSpec child) {
		this.supervisor = Supervisor.start(this.node, "sup", SupervisorSpec.oneForOne(child));
		return pid();
	}

	private Pid pid() {
		return child().pid().orElseThrow();
	}

	private ChildInfo child() {
		return this.supervisor.children().getFirst();
	}

	private Callable<Endpoint> opening(Endpoint... endpoints) {
		AtomicInteger next = new AtomicInteger();
		return () -> {
			Endpoint endpoint = endpoints[next.getAndIncrement()];
			this.seen.tell(endpoint.name + " opened");
			return endpoint;
		};
	}

	private Endpoint endpoint(String name) {
		return new Endpoint(name, this.seen);
	}

	/** Moves time to the next look, and returns when that is over. */
	private void look() {
		int before = this.looks.get();
		advance(PERIOD);
		until(() -> this.looks.get() > before);
	}

	/** Moves time to the end of a wait of which somebody knows. */
	private void advance(Duration wait) {
		this.time.awaitParked(wait);
		this.time.advance(wait);
	}

	private Probe<Endpoint> counted(Probe<Endpoint> probe) {
		Probe.Check<? super Endpoint> check = probe.check();
		return new Probe<>((endpoint) -> {
			try {
				return check.look(endpoint);
			}
			finally {
				this.looks.incrementAndGet();
			}
		}, PERIOD, probe.timeout(), probe.failures());
	}

	@Test
	void a_resource_that_has_stopped_by_itself_is_noticed_by_the_next_probe_closed_and_opened_again() {
		Endpoint first = endpoint("first");
		Pid pid = start(ChildSpec.resource("web", opening(first, endpoint("second")),
				counted(Probe.running(Endpoint::isRunning))));
		look();
		assertThat(pid.isAlive()).isTrue();
		first.running = false;
		look();
		assertThat(exitOf(this.node, pid))
			.isEqualTo(ExitReason.failure(Finding.stopped("it says that it is not running")))
			.hasToString("failure: stopped by itself: it says that it is not running");
		assertThat(this.seen.await(3)).containsExactly("first opened", "first closed", "second opened");
		until(() -> child().restarts() == 1 && child().pid().isPresent());
		assertThat(this.log.await().getFormattedMessage()).contains("'sup/web'", "stopped by itself");
	}

	@Test
	void one_that_is_unhealthy_ends_after_as_many_failures_in_a_row_as_are_allowed() {
		Endpoint endpoint = endpoint("first");
		Pid pid = start(ChildSpec.resource("web", opening(endpoint, endpoint("second")),
				counted(Probe.<Endpoint>trying(Endpoint::ping).failures(2))));
		endpoint.failure = new java.io.IOException("connection refused");
		look();
		assertThat(this.log.await().getFormattedMessage()).contains("'sup/web'", "connection refused",
				"1 of 2 probes have failed");
		endpoint.failure = null;
		look();
		endpoint.failure = new java.io.IOException("connection refused");
		look();
		assertThat(this.log.await().getFormattedMessage()).contains("1 of 2 probes");
		assertThat(pid.isAlive()).isTrue();
		look();
		assertThat(exitOf(this.node, pid)).hasToString("failure: unhealthy: its probe failed (2 probes in a row): "
				+ "java.io.IOException: connection refused");
		assertThat(this.seen.await(3)).contains("first closed", "second opened");
	}

	@Test
	void each_failure_is_an_event_at_the_place_of_the_child() {
		io.triotp.testing.Probe<ProbeFailed> events = new io.triotp.testing.Probe<>();
		Pid pid = start(ChildSpec.server("echo", Quiet::new)
			.probe(new Probe<>((child) -> Finding.unhealthy("slow"), PERIOD, Probe.TIMEOUT, 2)));
		this.node.view().addListener((event) -> {
			if (event instanceof ProbeFailed failed) {
				events.tell(failed);
			}
		});
		advance(PERIOD);
		ProbeFailed first = events.await();
		assertThat(first.path()).isEqualTo("sup/echo");
		assertThat(first.pid()).isEqualTo(pid);
		assertThat(first.finding()).isEqualTo(Finding.unhealthy("slow"));
		advance(PERIOD);
		ProbeFailed second = events.await();
		assertThat(second.failed()).isEqualTo(2);
		assertThat(second.allowed()).isEqualTo(2);
	}

	@Test
	void a_probe_that_does_not_return_in_time_has_failed_and_says_where_it_hangs() {
		Gate gate = new Gate();
		Pid pid = start(ChildSpec.resource("web", opening(endpoint("first"), endpoint("second")),
				Probe.<Endpoint>trying((endpoint) -> gate.passStubbornly()).every(PERIOD).failures(1)));
		advance(PERIOD);
		gate.awaitReached();
		advance(Probe.TIMEOUT);
		assertThat(exitOf(this.node, pid).toString())
			.contains("its probe has not returned within 2s: it was at io.triotp.testing.Gate");
		gate.open();
	}

	@Test
	void a_probe_that_returns_nothing_or_throws_an_error_has_failed() {
		AtomicReference<Error> error = new AtomicReference<>();
		Pid pid = start(ChildSpec.server("echo", Quiet::new).probe(new Probe<>((child) -> {
			Error thrown = error.get();
			if (thrown != null) {
				throw thrown;
			}
			return null;
		}, PERIOD, Probe.TIMEOUT, 2)));
		advance(PERIOD);
		assertThat(this.log.await().getFormattedMessage()).contains("returned null instead of a finding");
		error.set(new NoClassDefFoundError("gone"));
		advance(PERIOD);
		assertThat(exitOf(this.node, pid).toString()).contains("NoClassDefFoundError: gone");
	}

	@Test
	void any_child_can_be_probed_and_one_that_does_not_end_in_time_is_killed() {
		Gate gate = new Gate();
		ChildSpec hanging = ChildSpec.server("hanging", () -> new Quiet() {

			@Override
			public void terminate(ExitReason reason, String state) {
				gate.passStubbornly();
			}

		});
		Pid pid = start(hanging.shutdown(Shutdown.within(Duration.ofSeconds(3)))
			.probe(new Probe<>((child) -> Finding.unhealthy("slow"), PERIOD, Probe.TIMEOUT, 1)));
		advance(PERIOD);
		gate.awaitReached();
		advance(Duration.ofSeconds(3));
		assertThat(exitOf(this.node, pid)).isEqualTo(ExitReason.killed());
		assertThat(this.log.await().getFormattedMessage()).contains("is unhealthy: slow, and ends");
		assertThat(this.log.await().getFormattedMessage()).contains("did not end within 3s and is killed");
		gate.open();
	}

	@Test
	void a_transient_child_that_is_unhealthy_is_restarted() {
		Pid pid = start(ChildSpec.server("echo", Quiet::new)
			.restart(Restart.TRANSIENT)
			.probe(new Probe<>((child) -> Finding.unhealthy("slow"), PERIOD, Probe.TIMEOUT, 1)));
		advance(PERIOD);
		exitOf(this.node, pid);
		until(() -> child().pid().isPresent() && pid() != pid);
	}

	@Test
	void nothing_is_left_of_a_probe_when_its_child_has_ended() {
		Pid pid = start(
				ChildSpec.resource("web", opening(endpoint("first")), counted(Probe.running(Endpoint::isRunning))));
		assertThat(probers()).isEqualTo(1);
		this.supervisor.stop();
		exitOf(this.node, pid);
		until(() -> this.node.view().processCount() == 0);
	}

	@Test
	void what_is_being_closed_is_not_judged_any_more() {
		Gate closing = new Gate();
		AtomicInteger after = new AtomicInteger();
		Probe<AutoCloseable> probe = Probe.running((resource) -> after.incrementAndGet() == 0);
		Pid pid = start(ChildSpec.resource("web", () -> closing::passStubbornly, probe.every(PERIOD))
			.shutdown(Shutdown.infinity()));
		io.triotp.testing.Probe.async(() -> {
			this.supervisor.stop();
			return null;
		});
		closing.awaitReached();
		advance(PERIOD);
		until(() -> after.get() == 1);
		this.time.awaitParked(PERIOD);
		assertThat(this.log.rest()).isEmpty();
		closing.open();
		assertThat(exitOf(this.node, pid)).isEqualTo(ExitReason.shutdown());
	}

	@Test
	void one_that_may_end_as_slowly_as_it_likes_is_not_killed() {
		Gate gate = new Gate();
		Pid pid = start(ChildSpec.server("slow", () -> new Quiet() {

			@Override
			public void terminate(ExitReason reason, String state) {
				gate.passStubbornly();
			}

		})
			.shutdown(Shutdown.infinity())
			.probe(new Probe<>((child) -> Finding.unhealthy("slow"), PERIOD, Probe.TIMEOUT, 1)));
		advance(PERIOD);
		gate.awaitReached();
		this.time.advance(Duration.ofHours(1));
		gate.open();
		assertThat(exitOf(this.node, pid)).isEqualTo(ExitReason.failure(Finding.unhealthy("slow")));
	}

	@Test
	void a_child_that_traps_exits_does_not_outlive_its_prober_either() {
		Pid pid = start(ChildSpec.server("trapping", () -> new Quiet() {

			@Override
			public String init() {
				self().trapExits(true);
				return "";
			}

		}).probe(new Probe<>((child) -> Finding.healthy(), PERIOD, Probe.TIMEOUT, 1)));
		this.time.awaitParked(PERIOD);
		this.node.kill(prober());
		assertThat(exitOf(this.node, pid)).isEqualTo(ExitReason.killed());
	}

	private Pid prober() {
		return this.node.view()
			.processes()
			.filter((info) -> info.label().filter((label) -> label.startsWith("prober of")).isPresent())
			.map(ProcessInfo::pid)
			.findFirst()
			.orElseThrow();
	}

	@Test
	void a_child_does_not_outlive_its_prober() {
		Pid pid = start(ChildSpec.resource("web", opening(endpoint("first"), endpoint("second")),
				counted(Probe.running(Endpoint::isRunning))));
		Pid prober = this.node.view()
			.processes()
			.filter((info) -> info.label().filter("prober of sup/web"::equals).isPresent())
			.map(ProcessInfo::pid)
			.findFirst()
			.orElseThrow();
		this.time.awaitParked(PERIOD);
		this.node.kill(prober);
		assertThat(exitOf(this.node, pid)).isEqualTo(ExitReason.killed());
		assertThat(this.seen.await(3)).contains("first closed", "second opened");
	}

	private long probers() {
		return this.node.view()
			.processes()
			.filter((info) -> info.label().filter((label) -> label.startsWith("prober of")).isPresent())
			.count();
	}

	private static class Quiet implements GenServer<String, Call<?, ?>, Cast<?>> {

		@Override
		public String init() {
			return "";
		}

	}

	private static final class Endpoint implements AutoCloseable {

		private final String name;

		private final io.triotp.testing.Probe<String> seen;

		private volatile boolean running = true;

		private volatile Exception failure;

		Endpoint(String name, io.triotp.testing.Probe<String> seen) {
			this.name = name;
			this.seen = seen;
		}

		boolean isRunning() {
			return this.running;
		}

		void ping() throws Exception {
			if (this.failure != null) {
				throw this.failure;
			}
		}

		@Override
		public void close() {
			this.seen.tell(this.name + " closed");
		}

	}

}
