package io.triotp.application;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.server.StartException;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.ChildStatus;
import io.triotp.supervisor.ChildStartException;
import io.triotp.supervisor.GaveUp;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.testing.Lives;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Named trees that are started and stopped as a whole.
 */
class ApplicationsTests {

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Lives lives = new Lives();

	private final Gate gate = new Gate();

	private final Probe<ApplicationInfo> failures = new Probe<>();

	private final Probe<ApplicationEvent> events = new Probe<>();

	private final Applications applications = new Applications(this.node, this.failures::tell);

	@BeforeEach
	void listen() {
		this.node.view().addListener((event) -> {
			if (event instanceof ApplicationEvent mine) {
				this.events.tell(mine);
			}
		});
	}

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	/** An application with one server of its own name. */
	private ApplicationSpec app(String name, String... dependsOn) {
		return ApplicationSpec.of(name, SupervisorSpec.oneForOne(this.lives.server(name))).dependsOn(dependsOn);
	}

	private ApplicationInfo info(String name) {
		return this.applications.find(name).orElseThrow();
	}

	private ApplicationState state(String name) {
		return info(name).state();
	}

	private Pid root(String name) {
		return info(name).root().orElseThrow().pid().orElseThrow();
	}

	private Pid leaf(String name) {
		return Supervisor.of(this.node, root(name)).children().get(0).pid().orElseThrow();
	}

	private <E extends ApplicationEvent> E await(Class<E> type) {
		while (true) {
			ApplicationEvent event = this.events.await();
			if (type.isInstance(event)) {
				return type.cast(event);
			}
		}
	}

	@Nested
	class StartAndStop {

		@Test
		void an_application_is_started_and_stopped_by_name() {
			assertThat(applications.start(app("a"))).isTrue();
			assertThat(state("a")).isEqualTo(ApplicationState.RUNNING);
			assertThat(info("a").processes()).isEqualTo(2);
			assertThat(applications.stop("a")).isTrue();
			assertThat(state("a")).isEqualTo(ApplicationState.STOPPED);
			assertThat(info("a").processes()).isZero();
			assertThat(lives.rest()).as("terminate was called").containsExactly("+a", "-a");
			assertThat(node.view().processCount()).isZero();
			assertThat(events.rest()).extracting((event) -> event.getClass().getSimpleName())
				.containsExactly("Started", "Stopped");
		}

		@Test
		@Conformance("APP-01")
		void to_start_or_stop_twice_does_nothing() {
			assertThat(applications.start(app("a"))).isTrue();
			Pid root = root("a");
			assertThat(applications.start(app("a"))).isFalse();
			assertThat(applications.start(app("a", "missing"))).as("whatever else it says").isFalse();
			assertThat(applications.startAll(List.of(app("a")))).isEmpty();
			assertThat(root("a")).isEqualTo(root);
			assertThat(info("a").spec().dependsOn()).isEmpty();
			assertThat(applications.stop("a")).isTrue();
			assertThat(applications.stop("a")).isFalse();
			assertThat(applications.stop("unknown")).isFalse();
			assertThat(lives.rest()).containsExactly("+a", "-a");
		}

		@Test
		void started_again_after_a_stop_it_is_a_new_tree() {
			applications.start(app("a"));
			Pid before = leaf("a");
			applications.stop("a");
			assertThat(applications.start(app("a"))).isTrue();
			assertThat(leaf("a")).isNotEqualTo(before);
			assertThat(info("a").endReason()).isEmpty();
			assertThat(lives.rest()).containsExactly("+a", "-a", "+a");
		}

		@Test
		@Conformance("APP-05")
		void dependencies_are_started_first_and_stopped_last() { // OTP A3, A13
			assertThat(applications.startAll(List.of(app("c", "b"), app("a"), app("b", "a")))).containsExactly("a", "b",
					"c");
			applications.stopAll();
			assertThat(lives.rest()).containsExactly("+a", "+b", "+c", "-c", "-b", "-a");
		}

		@Test
		void one_that_was_started_again_is_still_stopped_after_those_that_need_it() {
			applications.startAll(List.of(app("a"), app("b", "a"), app("c")));
			applications.stop("a");
			applications.start(app("a"));
			lives.rest();
			applications.stopAll();
			assertThat(lives.rest()).containsSubsequence("-b", "-a").containsExactlyInAnyOrder("-a", "-b", "-c");
		}

		@Test
		@Conformance("APP-05")
		void only_those_that_did_not_run_are_reported_as_started() { // OTP A3
			applications.start(app("a"));
			assertThat(applications.startAll(List.of(app("a"), app("b", "a")))).containsExactly("b");
			assertThat(applications.startAll(List.of(app("a"), app("b", "a")))).isEmpty();
		}

		@Test
		@Conformance("APP-04")
		void one_that_needs_another_that_does_not_run_is_refused() { // OTP A2
			assertThatExceptionOfType(ApplicationStartException.class)
				.isThrownBy(() -> applications.start(app("b", "a")))
				.withMessage("Application 'b' did not start: it depends on application 'a', which is not running");
			applications.start(app("a"));
			applications.stop("a");
			assertThatExceptionOfType(ApplicationStartException.class)
				.isThrownBy(() -> applications.start(app("b", "a")))
				.withMessageEndingWith("which is not running (STOPPED)");
			assertThat(applications.find("b")).isEmpty();
			assertThat(lives.rest()).as("nobody has started what it needs").containsExactly("+a", "-a");
		}

		@Test
		void to_stop_one_does_not_stop_those_that_need_it() { // OTP A8
			applications.startAll(List.of(app("a"), app("b", "a")));
			applications.stop("a");
			assertThat(state("b")).isEqualTo(ApplicationState.RUNNING);
		}

		@Test
		void a_cycle_starts_nothing() {
			assertThatExceptionOfType(DependencyCycleException.class)
				.isThrownBy(() -> applications.startAll(List.of(app("ok"), app("a", "b"), app("b", "a"))));
			assertThat(lives.rest()).isEmpty();
		}

		@Test
		@Conformance("APP-16")
		void a_failed_start_stops_only_what_it_has_started() { // OTP A3
			applications.start(app("before"));
			lives.everyStart("c", Lives.boom());
			assertThatExceptionOfType(ApplicationStartException.class)
				.isThrownBy(() -> applications.startAll(List.of(app("before"), app("a"), app("b"), app("c"), app("d"))))
				.withMessageStartingWith("Application 'c' did not start: Child 'c/c' did not start: ")
				.withRootCauseInstanceOf(Lives.Boom.class)
				.matches((ex) -> ex.application().equals("c"))
				.satisfies(
						(ex) -> assertThat(ex.getCause()).isInstanceOfSatisfying(ChildStartException.class, (child) -> {
							assertThat(child.path()).isEqualTo("c/c");
							assertThat(child.reason().exception()).isInstanceOf(Lives.Boom.class);
						}));
			assertThat(lives.rest()).containsExactly("+before", "+a", "+b", "-b", "-a");
			assertThat(state("before")).isEqualTo(ApplicationState.RUNNING);
			assertThat(applications.find("c")).isEmpty();
			assertThat(failures.rest()).as("a failed start is reported to who asked for it").isEmpty();
		}

		@Test
		void an_init_that_hangs_ends_the_start_and_leaves_nothing_behind() {
			lives.nextStarts("a", gate::pass);
			Future<Boolean> starting = Probe.async(() -> applications.start(app("a")));
			gate.awaitReached();
			time.awaitParked(1);
			time.advance(NodeOptions.DEFAULT_START_TIMEOUT);
			assertThatExceptionOfType(ApplicationStartException.class).isThrownBy(() -> Probe.get(starting))
				.withRootCauseInstanceOf(StartException.TimedOut.class);
			assertThat(node.view().processCount()).isZero();
		}

		@Test
		@Conformance("APP-10")
		void who_starts_it_at_the_same_time_waits_for_the_same_start() throws Throwable { // OTP
																							// A5
			lives.nextStarts("a", gate::pass);
			Future<Boolean> first = Probe.async(() -> applications.start(app("a")));
			gate.awaitReached();
			assertThat(state("a")).isEqualTo(ApplicationState.STARTING);
			Future<Boolean> second = waiting(() -> applications.start(app("a")));
			gate.open();
			assertThat(Probe.get(first)).isTrue();
			assertThat(Probe.get(second)).isFalse();
			assertThat(lives.rest()).containsExactly("+a");
		}

		@Test
		@Conformance("APP-10")
		void a_start_that_fails_fails_for_all_who_wait_for_it() { // OTP A5
			lives.nextStarts("a", () -> {
				gate.pass();
				throw new Lives.Boom();
			});
			Future<Boolean> first = Probe.async(() -> applications.start(app("a")));
			gate.awaitReached();
			Future<Boolean> second = waiting(() -> applications.start(app("a")));
			gate.open();
			ApplicationStartException mine = catchThrowableOfType(ApplicationStartException.class,
					() -> Probe.get(first));
			assertThat(mine).hasRootCauseInstanceOf(Lives.Boom.class);
			assertThatThrownBy(() -> Probe.get(second)).isSameAs(mine);
			assertThat(lives.rest()).isEmpty();
			assertThat(applications.find("a")).isEmpty();
		}

		/** Something that is known to wait for something else. */
		private static <T> Future<T> waiting(Callable<T> action) {
			FutureTask<T> task = new FutureTask<>(action);
			Thread thread = Thread.ofVirtual().start(task);
			Probe.until(() -> thread.getState() == Thread.State.WAITING);
			return task;
		}

		@Test
		void a_stop_waits_for_the_start_that_is_under_way() throws Throwable {
			lives.nextStarts("a", gate::pass);
			Future<Boolean> starting = Probe.async(() -> applications.start(app("a")));
			gate.awaitReached();
			Future<Boolean> stopping = waiting(() -> applications.stop("a"));
			gate.open();
			assertThat(Probe.get(starting)).isTrue();
			assertThat(Probe.get(stopping)).isTrue();
			assertThat(state("a")).isEqualTo(ApplicationState.STOPPED);
		}

		@Test
		void a_start_waits_for_the_stop_that_is_under_way() throws Throwable {
			lives.onEnd("a", gate::pass);
			applications.start(app("a"));
			Future<Boolean> stopping = Probe.async(() -> applications.stop("a"));
			gate.awaitReached();
			assertThat(state("a")).isEqualTo(ApplicationState.STOPPING);
			Future<Boolean> starting = Probe.async(() -> applications.start(app("a")));
			gate.open();
			assertThat(Probe.get(stopping)).isTrue();
			assertThat(Probe.get(starting)).isTrue();
			assertThat(state("a")).isEqualTo(ApplicationState.RUNNING);
		}

		@Test
		void a_stop_of_all_ends_a_start_of_many_that_is_under_way() {
			node.view().addListener((event) -> {
				if (event instanceof ApplicationEvent.Started started && started.application().equals("b")) {
					applications.stopAll();
				}
			});
			assertThatExceptionOfType(ApplicationStartException.class)
				.isThrownBy(() -> applications.startAll(List.of(app("a"), app("b"), app("c"))))
				.withMessage("Application 'c' did not start: node 'node' stops all its applications");
			assertThat(lives.rest()).containsExactlyInAnyOrder("+a", "+b", "-a", "-b");
			assertThat(applications.start(app("c"))).as("a start that begins later").isTrue();
		}

		@Test
		void an_application_can_be_stopped_from_inside() {
			applications.start(app("a"));
			Probe<Boolean> stopped = new Probe<>();
			Lives.tell(node, leaf("a"), () -> stopped.tell(applications.stop("a")));
			assertThat(stopped.await()).isTrue();
			assertThat(await(ApplicationEvent.Stopped.class).application()).isEqualTo("a");
			assertThat(lives.rest()).containsExactly("+a", "-a");
		}

		@Test
		void from_inside_it_cannot_be_started_again_before_it_has_stopped() {
			applications.start(app("a"));
			Probe<Object> outcome = new Probe<>();
			Lives.tell(node, leaf("a"), () -> {
				applications.stop("a");
				try {
					outcome.tell(applications.start(app("a")));
				}
				catch (ApplicationStartException ex) {
					outcome.tell(ex.getMessage());
				}
			});
			assertThat(outcome.await())
				.isEqualTo("Application 'a' did not start: it is being stopped, and the caller is part of it");
		}

		@Test
		void an_application_can_start_and_stop_another() {
			applications.start(app("a"));
			Probe<Boolean> done = new Probe<>();
			Lives.tell(node, leaf("a"), () -> {
				done.tell(applications.start(app("b", "a")));
				done.tell(applications.stop("b"));
			});
			assertThat(done.await(2)).containsExactly(true, true);
			assertThat(state("a")).isEqualTo(ApplicationState.RUNNING);
		}

		@Test
		@Conformance("APP-26")
		void others_can_look_while_one_is_being_stopped() throws Throwable {
			lives.onEnd("a", gate::pass);
			applications.start(app("a"));
			Future<Boolean> stopping = Probe.async(() -> applications.stop("a"));
			gate.awaitReached();
			assertThat(applications.list()).singleElement()
				.matches((each) -> each.state() == ApplicationState.STOPPING);
			gate.open();
			Probe.get(stopping);
		}

		@Test
		@Conformance("APP-26")
		void one_that_is_being_stopped_can_look_too() {
			Probe<ApplicationState> seen = new Probe<>();
			lives.onEnd("a", () -> applications.list().forEach((each) -> seen.tell(each.state())));
			applications.startAll(List.of(app("a"), app("b")));
			applications.stop("a");
			assertThat(seen.rest()).containsExactly(ApplicationState.STOPPING, ApplicationState.RUNNING);
		}

	}

	@Nested
	class Ending {

		private final RestartIntensity once = new RestartIntensity(1, Duration.ofSeconds(5));

		private ApplicationSpec limited(Restart restart) {
			return ApplicationSpec
				.of("a", SupervisorSpec.oneForOne(lives.server("a"))
					.intensity(new RestartIntensity(0, Duration.ofSeconds(5))))
				.restart(restart)
				.limits(this.once);
		}

		@Test
		void a_permanent_root_is_restarted_up_to_the_limit_then_the_application_has_failed() {
			applications.start(limited(Restart.PERMANENT));
			Pid before = root("a");
			node.kill(leaf("a"));
			lives.await(2);
			Probe
				.until(() -> info("a").root().flatMap((root) -> root.pid()).filter((pid) -> pid != before).isPresent());
			assertThat(state("a")).isEqualTo(ApplicationState.RUNNING);
			assertThat(info("a").restarts()).isEqualTo(1);
			node.kill(leaf("a"));
			ApplicationInfo failed = failures.await();
			assertThat(failed.state()).isEqualTo(ApplicationState.FAILED);
			assertThat(failed.endReason()).get()
				.isInstanceOfSatisfying(ExitReason.Shutdown.class,
						(reason) -> assertThat(reason.detail()).isInstanceOf(GaveUp.class));
			assertThat(await(ApplicationEvent.Failed.class).onFailure()).isEqualTo(OnFailure.STOP);
		}

		@Test
		void a_root_that_never_starts_again_is_shown_as_stopped_when_its_application_has_failed() {
			applications.start(ApplicationSpec.of("a", SupervisorSpec.oneForOne(lives.server("w"))));
			lives.await(1);
			lives.everyStart("w", Lives.boom());
			node.kill(leaf("a"));
			time.advanceUntil(() -> state("a") == ApplicationState.FAILED);
			assertThat(info("a").root().orElseThrow().status()).isEqualTo(ChildStatus.STOPPED);
			assertThat(info("a").root().orElseThrow().restartAt()).isEmpty();
		}

		@Test
		void a_worker_that_crashes_once_a_second_fails_the_application() {
			applications.start(ApplicationSpec.of("a", SupervisorSpec.oneForOne(lives.server("w").name("w"))));
			lives.await(1);
			for (int crash = 1; crash <= 15; crash++) {
				time.advance(Duration.ofSeconds(1));
				Lives.crash(node, node.whereis("w").orElseThrow());
				assertThat(lives.await(2)).containsExactly("-w", "+w");
			}
			time.advance(Duration.ofSeconds(1));
			Lives.crash(node, node.whereis("w").orElseThrow());
			assertThat(failures.await().state()).isEqualTo(ApplicationState.FAILED);
		}

		@Test
		void a_permanent_task_that_returns_too_often_has_failed() {
			AtomicInteger runs = new AtomicInteger();
			applications.start(ApplicationSpec.task("a", runs::incrementAndGet).limits(this.once));
			assertThat(failures.await().state()).isEqualTo(ApplicationState.FAILED);
			assertThat(runs).hasValue(2);
		}

		@ParameterizedTest
		@EnumSource(names = { "TRANSIENT", "TEMPORARY" })
		void one_that_ends_well_has_ended(Restart restart) { // OTP A9
			applications.start(ApplicationSpec.task("a", () -> {
			}).restart(restart));
			ApplicationEvent.Ended ended = await(ApplicationEvent.Ended.class);
			assertThat(ended.reason()).isEqualTo(ExitReason.normal());
			assertThat(info("a").endReason()).contains(ExitReason.normal());
			assertThat(state("a")).isEqualTo(ApplicationState.ENDED);
			assertThat(failures.rest()).isEmpty();
		}

		@Test
		void a_transient_supervisor_whose_work_is_done_has_ended() {
			applications.start(ApplicationSpec.of("a", SupervisorSpec.untilAllEnded(ChildSpec.task("t", () -> {
			}).restart(Restart.TRANSIENT))).restart(Restart.TRANSIENT));
			assertThat(await(ApplicationEvent.Ended.class).application()).isEqualTo("a");
		}

		@Test
		void a_transient_root_that_gave_up_has_failed_and_is_not_restarted() { // OTP A10
			applications.start(limited(Restart.TRANSIENT));
			node.kill(leaf("a"));
			ApplicationInfo failed = failures.await();
			assertThat(failed.endReason()).get()
				.isInstanceOfSatisfying(ExitReason.Shutdown.class, (reason) -> assertThat(reason.detail())
					.isInstanceOfSatisfying(GaveUp.class, (detail) -> assertThat(detail.supervisor()).isEqualTo("a")));
			assertThat(failed.root().orElseThrow().incarnation()).isEqualTo(1);
			assertThat(await(ApplicationEvent.Failed.class).onFailure()).isEqualTo(OnFailure.REPORT);
		}

		@ParameterizedTest
		@ValueSource(ints = { 0, 1, 3 })
		void a_transient_task_that_crashes_is_restarted_up_to_the_limit(int allowed) {
			AtomicInteger runs = new AtomicInteger();
			applications.start(ApplicationSpec.task("a", () -> {
				runs.incrementAndGet();
				throw new Lives.Boom();
			}).restart(Restart.TRANSIENT).limits(new RestartIntensity(allowed, Duration.ofSeconds(5))));
			failures.await();
			assertThat(runs).hasValue(allowed + 1);
		}

		@Test
		void a_temporary_one_that_crashes_has_failed_at_once() {
			applications.start(ApplicationSpec.task("a", () -> {
				throw new Lives.Boom();
			}).restart(Restart.TEMPORARY));
			ApplicationInfo failed = failures.await();
			assertThat(failed.endReason().orElseThrow().exception()).isInstanceOf(Lives.Boom.class);
			assertThat(failed.restarts()).isZero();
		}

		@Test
		void a_transient_one_that_crashed_once_and_then_ended_well_has_ended() {
			AtomicInteger runs = new AtomicInteger();
			applications.start(ApplicationSpec.task("a", () -> {
				if (runs.incrementAndGet() == 1) {
					throw new Lives.Boom();
				}
			}).restart(Restart.TRANSIENT));
			assertThat(await(ApplicationEvent.Ended.class).reason()).isEqualTo(ExitReason.normal());
		}

		@ParameterizedTest
		@EnumSource
		void one_that_was_stopped_has_not_failed_whatever_its_rule(Restart restart) { // OTP
																						// A11
			lives.onEnd("a", Lives.boom());
			applications.start(app("a").restart(restart));
			applications.stop("a");
			assertThat(state("a")).isEqualTo(ApplicationState.STOPPED);
			assertThat(failures.rest()).isEmpty();
		}

		@Test
		void one_that_has_failed_can_be_started_again() {
			applications.start(limited(Restart.TRANSIENT));
			node.kill(leaf("a"));
			failures.await();
			assertThat(applications.start(app("a"))).isTrue();
			assertThat(state("a")).isEqualTo(ApplicationState.RUNNING);
		}

		@Test
		void one_that_has_failed_and_does_not_start_again_is_still_seen_to_have_failed() {
			applications.start(limited(Restart.TRANSIENT));
			node.kill(leaf("a"));
			ApplicationInfo failed = failures.await();
			lives.everyStart("a", Lives.boom());
			assertThatExceptionOfType(ApplicationStartException.class).isThrownBy(() -> applications.start(app("a")));
			assertThat(info("a").state()).isEqualTo(ApplicationState.FAILED);
			assertThat(info("a").endReason()).isEqualTo(failed.endReason());
		}

		@Test
		void nobody_waits_for_ever_for_applications_that_have_all_ended() throws Throwable {
			applications.start(app("a"));
			Future<?> waiting = Probe.async(() -> {
				applications.awaitEnd();
				return null;
			});
			applications.stop("a");
			Probe.get(waiting);
			applications.awaitEnd();
		}

		@Test
		void how_it_stands_is_seen_while_it_runs() {
			applications.start(app("a"));
			node.kill(leaf("a"));
			lives.await(2);
			Supervisor.of(node, root("a")).children();
			ApplicationInfo seen = info("a");
			assertThat(seen.restarts()).isEqualTo(1);
			assertThat(seen.processes()).isEqualTo(2);
			assertThat(seen.root().orElseThrow().path()).isEqualTo("a");
			assertThat(seen.totals().orElseThrow().lastExit().orElseThrow().path()).isEqualTo("a/a");
		}

	}

}
