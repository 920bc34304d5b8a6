package io.triotp.node;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.application.ApplicationEvent;
import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationSpec;
import io.triotp.application.ApplicationStartException;
import io.triotp.application.ApplicationState;
import io.triotp.application.OnFailure;
import io.triotp.mailbox.MailboxDoesNotExistException;
import io.triotp.process.ExitReason;
import io.triotp.process.NodeEvent;
import io.triotp.process.NodeListener;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.server.CallException;
import io.triotp.server.StartException;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.GaveUp;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.EchoServer;
import io.triotp.testing.Gate;
import io.triotp.testing.Lives;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NodeTests {

	private final Lives lives = new Lives();

	private final Gate gate = new Gate();

	private final Probe<Object> seen = new Probe<>();

	@AfterEach
	void open() {
		this.gate.open();
	}

	private ApplicationSpec app(String name) {
		return ApplicationSpec.of(name, SupervisorSpec.oneForOne(this.lives.server(name)));
	}

	private static ApplicationSpec failing(String name) {
		return ApplicationSpec.task(name, () -> {
			throw new Lives.Boom();
		}).restart(Restart.TEMPORARY);
	}

	@Nested
	class Run {

		@Test
		void the_tutorial_runs_and_returns() {
			Node.run(EchoServer.tutorial(seen));
			assertThat(seen.rest()).containsExactly("hello", "world", "exited with normal and state nostate");
		}

		@Test
		void it_returns_at_once_when_there_is_nothing_to_run() {
			Node.run();
		}

		@Test
		void it_throws_when_an_application_has_failed() {
			assertThatExceptionOfType(ApplicationFailedException.class).isThrownBy(() -> Node.run(failing("bad")))
				.withMessageStartingWith("Application 'bad' has failed: ")
				.withCauseInstanceOf(Lives.Boom.class)
				.matches((ex) -> ex.application().equals("bad"))
				.matches((ex) -> ex.reason().exception() instanceof Lives.Boom);
		}

		@Test
		void a_job_that_ends_well_runs_once() {
			AtomicInteger runs = new AtomicInteger();
			Node.run(ApplicationSpec
				.of("jobs", SupervisorSpec.untilAllEnded(ChildSpec.task("job", runs::incrementAndGet)))
				.restart(Restart.TEMPORARY));
			assertThat(runs).hasValue(1);
		}

		@Test
		void the_cause_of_one_that_gave_up_is_the_last_crash_behind_it() {
			ApplicationSpec deep = ApplicationSpec.of("deep", SupervisorSpec
				.oneForOne(ChildSpec.supervisor("inner", SupervisorSpec.oneForOne(ChildSpec.task("t", () -> {
					throw new Lives.Boom();
				}).restart(Restart.PERMANENT)))));
			assertThatExceptionOfType(ApplicationFailedException.class).isThrownBy(() -> Node.run(deep))
				.withCauseInstanceOf(Lives.Boom.class)
				.matches((ex) -> ex.reason() instanceof ExitReason.Shutdown(GaveUp detail));
		}

		@Test
		void a_failure_that_stops_the_node_stops_the_others_in_reverse() {
			ApplicationSpec bad = ApplicationSpec.task("bad", () -> {
				gate.pass();
				throw new Lives.Boom();
			}).restart(Restart.TEMPORARY).onFailure(OnFailure.STOP);
			ApplicationSpec trigger = ApplicationSpec.task("trigger", gate::open).restart(Restart.TRANSIENT);
			assertThatExceptionOfType(ApplicationFailedException.class)
				.isThrownBy(() -> Node.run(app("a"), app("b"), bad, trigger))
				.matches((ex) -> ex.application().equals("bad"));
			assertThat(lives.rest()).containsExactly("+a", "+b", "-b", "-a");
		}

		@Test
		void a_failure_while_others_are_still_being_started_stops_them_too() {
			lives.everyStart("slow", () -> {
				gate.open();
				Probe.until(Run::isNodeStopping);
			});
			ApplicationSpec bad = ApplicationSpec.task("bad", () -> {
				gate.pass();
				throw new Lives.Boom();
			}).restart(Restart.TEMPORARY).onFailure(OnFailure.STOP);
			assertThatExceptionOfType(ApplicationFailedException.class)
				.isThrownBy(() -> Node.run(bad, app("slow"), app("last")))
				.matches((ex) -> ex.application().equals("bad"));
		}

		/** Whether the handler of a failure waits for something that is being started. */
		private static boolean isNodeStopping() {
			return Probe.threads("triotp-failure")
				.stream()
				.anyMatch((thread) -> thread.getState() == Thread.State.WAITING);
		}

		@Test
		void a_failure_that_is_only_reported_lets_the_others_go_on() {
			AtomicInteger ran = new AtomicInteger();
			Probe<NodeEvent> failed = new Probe<>();
			ApplicationSpec other = ApplicationSpec.task("other", () -> {
				gate.pass();
				ran.incrementAndGet();
			}).restart(Restart.TRANSIENT);
			try (Node node = Node.start(NodeOptions.defaults())) {
				node.view().addListener((event) -> {
					if (event instanceof ApplicationEvent.Failed) {
						failed.tell(event);
					}
				});
				node.startAll(List.of(other, failing("bad").onFailure(OnFailure.REPORT)));
				failed.await();
				assertThat(node.application("other").orElseThrow().state()).isEqualTo(ApplicationState.RUNNING);
				gate.open();
				assertThatExceptionOfType(ApplicationFailedException.class).isThrownBy(node::awaitEnd)
					.matches((ex) -> ex.application().equals("bad"));
			}
			assertThat(ran).hasValue(1);
		}

		@Test
		void of_several_failures_the_first_is_thrown_and_knows_the_others() {
			assertThatExceptionOfType(ApplicationFailedException.class)
				.isThrownBy(() -> Node.run(failing("one"), failing("two")))
				.matches((ex) -> ex.application().equals("one"))
				.satisfies((ex) -> assertThat(ex.getSuppressed()).singleElement()
					.isInstanceOfSatisfying(ApplicationFailedException.class,
							(other) -> assertThat(other.application()).isEqualTo("two")));
		}

		@Test
		void one_that_does_not_start_ends_the_run_and_stops_those_before_it() {
			lives.everyStart("b", Lives.boom());
			assertThatExceptionOfType(ApplicationStartException.class).isThrownBy(() -> Node.run(app("a"), app("b")))
				.withRootCauseInstanceOf(Lives.Boom.class);
			assertThat(lives.rest()).containsExactly("+a", "-a");
		}

		@Test
		void an_interrupt_stops_the_applications_and_returns() throws Exception {
			lives.everyStart("a", () -> seen.tell("up"));
			Thread main = Thread.ofPlatform().start(() -> {
				Node.run(app("a"));
				seen.tell(Thread.currentThread().isInterrupted());
			});
			assertThat(seen.await()).isEqualTo("up");
			main.interrupt();
			assertThat(seen.await()).isEqualTo(true);
			assertThat(lives.rest()).containsExactly("+a", "-a");
			main.join(Probe.PATIENCE);
		}

		@Test
		void an_init_that_hangs_ends_it_and_nothing_stays_running() {
			ManualTime time = new ManualTime();
			lives.everyStart("hangs", gate::pass);
			Future<?> running = Probe.async(() -> {
				Node.run(NodeOptions.defaults().time(time), app("a"), app("hangs"));
				return null;
			});
			gate.awaitReached();
			time.awaitParked(1);
			time.advance(NodeOptions.DEFAULT_START_TIMEOUT);
			assertThatExceptionOfType(ApplicationStartException.class).isThrownBy(() -> Probe.get(running))
				.withRootCauseInstanceOf(StartException.TimedOut.class)
				.matches((ex) -> ex.application().equals("hangs"));
			assertThat(lives.rest()).containsExactly("+a", "-a");
			assertThat(time.isClosed()).isTrue();
		}

	}

	@Nested
	class World {

		@Test
		void two_nodes_with_the_same_names_know_nothing_of_each_other() {
			try (Node one = Node.start(NodeOptions.defaults().name("one"));
					Node two = Node.start(NodeOptions.defaults().name("two"))) {
				ApplicationSpec app = ApplicationSpec.of("a",
						SupervisorSpec.oneForOne(lives.server("server").name("server")));
				assertThat(one.start(app)).isTrue();
				assertThat(two.start(app)).isTrue();
				Pid mine = one.whereis("server").orElseThrow();
				Pid other = two.whereis("server").orElseThrow();
				one.kill(mine);
				assertThat(other.isAlive()).isTrue();
				assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> two.kill(mine))
					.withMessage(mine + " lives in node 'one', not in 'two'");
				one.close();
				assertThat(one.view().processes()).isEmpty();
				assertThat(two.whereis("server")).contains(other);
				assertThat(one.name() + two.name()).isEqualTo("onetwo");
			}
		}

		@Test
		void its_mailboxes_reach_processes_by_name() {
			try (Node node = Node.start(NodeOptions.defaults())) {
				Pid pid = node.spawn((self) -> {
					self.register("known");
					seen.tell("registered");
					seen.tell(self.receive());
				});
				seen.await();
				node.mailboxes().send("known", "hello");
				assertThat(seen.await()).isEqualTo("hello");
				assertThat(Probe.exitOf(node, pid)).isEqualTo(ExitReason.normal());
				assertThatExceptionOfType(MailboxDoesNotExistException.class)
					.isThrownBy(() -> node.mailboxes().send("known", "gone"));
			}
		}

		@Test
		void a_server_is_found_by_its_name_also_after_a_restart() {
			try (Node node = Node.start(NodeOptions.defaults())) {
				node.start(ApplicationSpec.of("echo", SupervisorSpec.oneForOne(EchoServer.child(seen))));
				assertThat(node.<EchoServer>server("echo").call(new EchoServer.Echo("one"))).isEqualTo("one");
				Pid before = node.whereis("echo").orElseThrow();
				node.kill(before);
				Pid root = node.application("echo").orElseThrow().root().orElseThrow().pid().orElseThrow();
				Probe.until(() -> node.whereis("echo").isPresent());
				Supervisor.of(node, root).children();
				assertThat(node.<EchoServer>server("echo").call(new EchoServer.Echo("two"))).isEqualTo("two");
				assertThat(node.whereis("echo")).get().isNotEqualTo(before);
			}
		}

		@Test
		void listeners_hear_of_everything_until_they_are_removed() {
			Probe<NodeEvent> heard = new Probe<>();
			NodeListener listener = heard::tell;
			try (Node node = Node.start(NodeOptions.defaults())) {
				node.view().addListener(listener);
				node.start(app("a"));
				assertThat(heard.rest()).hasAtLeastOneElementOfType(SupervisorEvent.ChildStarted.class)
					.hasAtLeastOneElementOfType(ApplicationEvent.Started.class);
				node.view().removeListener(listener);
				node.stop("a");
				assertThat(heard.rest()).isEmpty();
			}
		}

		@Test
		void to_close_it_stops_the_applications_in_reverse_and_kills_the_rest() {
			Node node = Node.start(NodeOptions.defaults());
			node.startAll(List.of(app("a"), app("b")));
			Pid left = node.spawn((self) -> self.receive());
			node.close();
			assertThat(lives.rest()).containsExactly("+a", "+b", "-b", "-a");
			assertThat(node.exitReason(left)).contains(ExitReason.killed());
			assertThat(node.view().processes()).isEmpty();
		}

		@Test
		void to_close_it_twice_does_nothing_more() {
			Node node = Node.start(NodeOptions.defaults());
			node.start(app("a"));
			node.close();
			node.close();
			assertThat(lives.rest()).containsExactly("+a", "-a");
		}

		@Test
		void when_it_is_closed_it_starts_nothing() {
			Node node = Node.start(NodeOptions.defaults());
			node.close();
			assertThatExceptionOfType(ApplicationStartException.class).isThrownBy(() -> node.start(app("a")))
				.withMessageContaining("has been stopped and starts nothing");
			assertThatExceptionOfType(CallException.NoServer.class)
				.isThrownBy(() -> node.<EchoServer>server("a").call(new EchoServer.Echo("x")));
		}

		@Test
		void who_listens_to_failures_decides_what_they_mean() {
			Probe<ApplicationInfo> failures = new Probe<>();
			try (Node node = Node.start(NodeOptions.defaults(), failures::tell)) {
				node.start(app("a"));
				node.start(failing("bad").onFailure(OnFailure.STOP));
				assertThat(failures.await().name()).isEqualTo("bad");
				assertThat(node.application("a").orElseThrow().state()).isEqualTo(ApplicationState.RUNNING);
			}
		}

	}

}
