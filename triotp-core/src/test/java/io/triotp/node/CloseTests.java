package io.triotp.node;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

import io.triotp.application.ApplicationEvent;
import io.triotp.application.ApplicationSpec;
import io.triotp.application.ApplicationStartException;
import io.triotp.application.ApplicationState;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.Gate;
import io.triotp.testing.Lives;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The end of a node, whoever asks for it and whatever is going on.
 */
class CloseTests {

	private final ManualTime time = new ManualTime();

	private final Node node = Node.start(NodeOptions.defaults().name("mine").time(this.time));

	private final Lives lives = new Lives();

	private final Gate gate = new Gate();

	private final Probe<Object> seen = new Probe<>();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	private ApplicationSpec app(String name, String... needs) {
		return ApplicationSpec.of(name, SupervisorSpec.oneForOne(this.lives.server(name))).dependsOn(needs);
	}

	/** An application with three servers. */
	private ApplicationSpec trio(String name) {
		return ApplicationSpec.of(name, SupervisorSpec.oneForOne(this.lives.server(name + 1),
				this.lives.server(name + 2), this.lives.server(name + 3)));
	}

	private Pid second(String application) {
		Pid root = this.node.application(application).orElseThrow().root().orElseThrow().pid().orElseThrow();
		return Supervisor.of(this.node, root).children().get(1).pid().orElseThrow();
	}

	private Object messageOf(Callable<?> start) {
		try {
			return start.call();
		}
		catch (Exception ex) {
			return ex.getMessage();
		}
	}

	/** Somebody who is known to wait for the end of the node. */
	private Thread closing() {
		Thread closer = Thread.ofPlatform().daemon().start(this.node::close);
		Probe.until(() -> closer.getState() == Thread.State.WAITING);
		return closer;
	}

	/** Lets whoever waits for the end look so many times, ten times a second. */
	private void looks(int times) {
		for (int i = 0; i < times; i++) {
			Probe.until(() -> this.time.scheduled() > 0);
			this.time.advance(Duration.ofMillis(100));
		}
	}

	@Nested
	class WhileSomethingStarts {

		@Test
		void what_is_being_started_comes_up_the_rest_does_not_and_all_stop_in_reverse() throws Exception {
			lives.everyStart("b", gate::pass);
			Future<?> starting = Probe.async(() -> node.startAll(List.of(app("a"), app("b"), app("c"))));
			gate.awaitReached();
			Thread closer = closing();
			gate.open();
			assertThatExceptionOfType(ApplicationStartException.class).isThrownBy(() -> Probe.get(starting))
				.withMessageMatching(
						"Application 'c' did not start: node 'mine' (is being closed|has been stopped) and "
								+ "starts nothing");
			assertThat(closer.join(Probe.PATIENCE)).isTrue();
			assertThat(lives.rest()).containsExactly("+a", "+b", "-b", "-a");
			assertThat(node.view().processes()).isEmpty();
		}

		@Test
		void one_whose_start_never_returns_is_given_five_seconds() throws Throwable {
			node.start(app("a"));
			ApplicationSpec hangs = ApplicationSpec.of("hangs",
					SupervisorSpec.oneForOne(lives.server("up"), ChildSpec.worker("never", (context) -> {
						gate.passStubbornly();
						throw new IllegalStateException("too late");
					}).startTimeout(Duration.ofDays(1))));
			Future<?> starting = Probe.async(() -> node.start(hangs));
			gate.awaitReached();
			Future<?> closed = Probe.async(() -> {
				node.close();
				return null;
			});
			time.advanceUntil(closed::isDone);
			Probe.get(closed);
			assertThatExceptionOfType(ApplicationStartException.class).isThrownBy(() -> Probe.get(starting))
				.withMessageStartingWith("Application 'hangs' did not start: node 'mine' is being closed (");
			assertThat(lives.rest()).startsWith("+a", "+up").endsWith("-a");
		}

		@Test
		void a_server_whose_init_hangs_is_given_up_and_those_before_it_clean_up() throws Throwable {
			lives.everyStart("a3", gate::passStubbornly);
			Future<?> starting = Probe.async(() -> node.start(trio("a")));
			gate.awaitReached();
			Future<Boolean> stopping = Probe.async(() -> node.stop("a"));
			looks(49);
			assertThat(node.application("a").orElseThrow().state()).isEqualTo(ApplicationState.STARTING);
			time.advanceUntil(stopping::isDone);
			assertThat(Probe.get(stopping)).isFalse();
			assertThatExceptionOfType(ApplicationStartException.class).isThrownBy(() -> Probe.get(starting))
				.withMessageStartingWith("Application 'a' did not start: it was stopped before it was up (");
			// Their supervisor was killed, so both were told at the same time.
			assertThat(lives.rest()).startsWith("+a1", "+a2").containsExactlyInAnyOrder("+a1", "+a2", "-a2", "-a1");
		}

		@Test
		void a_part_that_is_up_may_stop_it_and_does_not_wait_for_the_start() throws Throwable {
			lives.everyStart("late", gate::pass);
			ApplicationSpec app = ApplicationSpec.of("a",
					SupervisorSpec.oneForOne(lives.server("early").name("early"), lives.server("late")));
			Future<Boolean> starting = Probe.async(() -> node.start(app));
			gate.awaitReached();
			Lives.tell(node, node.whereis("early").orElseThrow(), () -> seen.tell(node.stop("a")));
			assertThat(seen.await()).isEqualTo(true);
			gate.open();
			assertThat(Probe.get(starting)).isTrue();
			node.awaitEnd();
			assertThat(node.application("a").orElseThrow().state()).isEqualTo(ApplicationState.STOPPED);
			assertThat(lives.rest()).containsExactly("+early", "+late", "-late", "-early");
		}

		@Test
		void a_start_in_terminate_is_refused() {
			node.startAll(List.of(app("a"), app("b", "a")));
			lives.onEnd("b", () -> seen.tell(messageOf(() -> node.start(app("c")))));
			node.close();
			assertThat(seen.await())
				.isEqualTo("Application 'c' did not start: node 'mine' is being closed and starts nothing");
			assertThat(lives.rest()).containsExactly("+a", "+b", "-b", "-a");
		}

	}

	@Nested
	class FromInside {

		@Test
		void a_handler_is_not_waited_for_and_all_clean_up_in_reverse() {
			node.startAll(List.of(app("a"), trio("b")));
			Lives.tell(node, second("b"), node::close);
			assertThat(lives.await(8)).containsExactly("+a", "+b1", "+b2", "+b3", "-b3", "-b2", "-b1", "-a");
			node.close();
			assertThat(node.view().processes()).isEmpty();
		}

		@Test
		void a_handler_that_stops_its_node_twice_and_goes_on_is_still_waited_for() {
			node.start(trio("b"));
			Lives.tell(node, second("b"), () -> {
				node.close();
				node.close();
				gate.pass();
				lives.tell("done");
			});
			gate.awaitReached();
			assertThat(lives.await(4)).containsExactly("+b1", "+b2", "+b3", "-b3");
			gate.open();
			node.close();
			assertThat(lives.rest()).containsExactly("done", "-b2", "-b1");
		}

		@Test
		void an_init_is_not_waited_for_either() throws Throwable {
			lives.everyStart("b2", node::close);
			Future<Boolean> starting = Probe.async(() -> node.start(trio("b")));
			assertThat(Probe.get(starting)).isTrue();
			node.close();
			assertThat(lives.rest()).containsExactly("+b1", "+b2", "+b3", "-b3", "-b2", "-b1");
		}

		@Test
		void terminate_is_not_waited_for() {
			node.startAll(List.of(app("a"), trio("b")));
			lives.onEnd("b2", node::close);
			node.stop("b");
			node.close();
			assertThat(lives.rest()).containsExactly("+a", "+b1", "+b2", "+b3", "-b3", "-b2", "-b1", "-a");
		}

		@Test
		void a_listener_is_not_waited_for_when_an_application_is_up_or_over() throws Throwable {
			node.view().addListener((event) -> {
				if (event instanceof ApplicationEvent.Started || event instanceof ApplicationEvent.Stopped) {
					node.stop("a");
					node.close();
					seen.tell(event.getClass().getSimpleName());
				}
			});
			Future<Boolean> starting = Probe.async(() -> node.start(app("a")));
			assertThat(Probe.get(starting)).isTrue();
			assertThat(seen.await(2)).containsExactly("Started", "Stopped");
			node.close();
			assertThat(lives.rest()).containsExactly("+a", "-a");
		}

		@Test
		void who_kills_an_application_may_close_the_node_in_a_listener() throws Throwable {
			node.view().addListener((event) -> {
				if (event instanceof ApplicationEvent.Failed) {
					node.close();
					seen.tell("returned");
				}
			});
			node.start(app("a"));
			Pid master = node.view()
				.info(node.application("a").orElseThrow().root().orElseThrow().pid().orElseThrow())
				.orElseThrow()
				.parent()
				.orElseThrow();
			Probe.get(Probe.async(() -> {
				node.kill(master);
				return null;
			}));
			assertThat(seen.await()).isEqualTo("returned");
		}

		@Test
		void two_that_stop_each_other_do_not_wait_for_each_other() throws Throwable {
			node.startAll(List.of(trio("a"), trio("b")));
			lives.onEnd("a2", () -> node.stop("b"));
			lives.onEnd("b2", () -> node.stop("a"));
			Probe.get(Probe.async(() -> {
				node.close();
				return null;
			}));
			assertThat(lives.rest().subList(6, 12)).containsExactly("-b3", "-a3", "-a2", "-a1", "-b2", "-b1");
		}

		@Test
		void two_that_start_each_other_while_they_stop_are_refused() throws Throwable {
			node.startAll(List.of(app("a"), app("b")));
			lives.onEnd("a", () -> seen.tell(messageOf(() -> node.start(app("b")))));
			lives.onEnd("b", () -> {
				node.stop("a");
				lives.tell("a is over");
			});
			Probe.get(Probe.async(() -> node.stop("b")));
			assertThat(seen.await())
				.isEqualTo("Application 'b' did not start: it is being stopped, and waits for the caller");
			assertThat(lives.rest()).containsExactly("+a", "+b", "-a", "a is over", "-b");
		}

	}

	@Nested
	class WhenSomethingHangs {

		@Test
		void a_supervisor_that_a_listener_holds_is_killed_after_five_seconds() throws Throwable {
			node.view().addListener((event) -> {
				if (event instanceof SupervisorEvent.ChildExited) {
					gate.passStubbornly();
				}
			});
			node.startAll(List.of(app("a"), trio("b")));
			Lives.crash(node, second("b"));
			gate.awaitReached();
			Future<?> closed = Probe.async(() -> {
				node.close();
				return null;
			});
			time.advanceUntil(closed::isDone);
			Probe.get(closed);
			assertThat(lives.rest()).endsWith("-a").contains("-b1", "-b3");
		}

		@Test
		void what_a_killed_application_master_leaves_cleans_up_before_the_next_stops() throws Throwable {
			Gate cleaningUp = new Gate();
			lives.onEnd("b1", cleaningUp::pass);
			node.startAll(List.of(app("a"), trio("b")));
			Pid root = node.application("b").orElseThrow().root().orElseThrow().pid().orElseThrow();
			node.view().addListener((event) -> {
				if (event instanceof SupervisorEvent.ChildExited exited && exited.process() == root) {
					gate.passStubbornly();
				}
			});
			node.kill(root);
			gate.awaitReached();
			Probe.until(() -> node.view().zombieCount() == 0);
			time.advance(Duration.ofMillis(100)); // the kill looks once more
			assertThat(time.scheduled()).isZero();
			Future<?> closed = Probe.async(() -> {
				node.close();
				return null;
			});
			time.advanceUntil(() -> areLeftoversAwaited() || !state("b").isLive());
			assertThat(state("b")).isEqualTo(ApplicationState.STOPPING);
			cleaningUp.open();
			Probe.get(closed);
			assertThat(lives.rest()).endsWith("-b1", "-a");
		}

		private ApplicationState state(String application) {
			return node.application(application).orElseThrow().state();
		}

		private static boolean areLeftoversAwaited() {
			return !Probe.threads("triotp-leftovers").isEmpty();
		}

		@Test
		void one_that_may_take_for_ever_is_waited_for() {
			node.start(ApplicationSpec.of("a",
					SupervisorSpec.oneForOne(lives.server("slow").shutdown(Shutdown.infinity()))));
			lives.onEnd("slow", gate::pass);
			Thread closer = Thread.ofPlatform().daemon().start(node::close);
			gate.awaitReached();
			looks(200);
			assertThat(closer.isAlive()).isTrue();
			assertThat(lives.await(1)).containsExactly("+slow");
			gate.open();
			assertThat(lives.await(1)).containsExactly("-slow");
		}

	}

	@Test
	void nodes_of_one_name_are_told_apart() {
		try (Node other = Node.start(NodeOptions.defaults().name("mine"))) {
			Pid foreign = other.spawn((self) -> self.receive());
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.node.kill(foreign))
				.withMessage(foreign + " lives in another node that is also named 'mine'; "
						+ "give each node of a JVM a name of its own (NodeOptions.name)");
		}
	}

}
