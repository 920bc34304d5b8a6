package io.triotp.supervisor;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.server.CallException;
import io.triotp.testing.Gate;
import io.triotp.testing.Lives;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The restart of a child that somebody asks for, and who is hit by it.
 */
class AskedRestartTests {

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Lives lives = new Lives();

	private final Gate gate = new Gate();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	private Supervisor start(SupervisorSpec spec) {
		Supervisor supervisor = Supervisor.start(this.node, "sup",
				spec.intensity(new RestartIntensity(0, Duration.ofSeconds(1))));
		this.lives.rest();
		return supervisor;
	}

	private static Pid pid(Supervisor supervisor, String id) {
		return supervisor.child(id).flatMap(ChildInfo::pid).orElseThrow();
	}

	private ChildSpec[] three() {
		return new ChildSpec[] { this.lives.server("a"), this.lives.server("b"), this.lives.server("c") };
	}

	@Test
	void it_is_done_at_once_and_does_not_count() {
		Supervisor supervisor = start(SupervisorSpec.oneForOne(three()));
		for (int i = 0; i < 10; i++) {
			Pid before = pid(supervisor, "b");
			Pid after = supervisor.restartRunningChild(before).orElseThrow();
			assertThat(after).isNotEqualTo(before).isEqualTo(pid(supervisor, "b"));
			assertThat(this.lives.rest()).containsExactly("-b", "+b");
		}
		ChildInfo child = supervisor.child("b").orElseThrow();
		assertThat(child.restarts()).isZero();
		assertThat(child.incarnation()).isEqualTo(11);
	}

	@Test
	void those_that_the_strategy_restarts_together_are_restarted_with_it_in_order() {
		Supervisor supervisor = start(SupervisorSpec.restForOne(three()));
		supervisor.restartRunningChild(pid(supervisor, "b"));
		assertThat(this.lives.rest()).containsExactly("-c", "-b", "+b", "+c");
	}

	@Test
	void all_are_restarted_if_that_is_the_strategy() {
		Supervisor supervisor = start(SupervisorSpec.oneForAll(three()));
		supervisor.restartRunningChild(pid(supervisor, "b"));
		assertThat(this.lives.rest()).containsExactly("-c", "-b", "-a", "+a", "+b", "+c");
	}

	@Test
	void one_that_has_been_replaced_hits_nobody() {
		Supervisor supervisor = start(SupervisorSpec.oneForOne(three()));
		Pid stale = pid(supervisor, "b");
		supervisor.restartRunningChild(stale);
		this.lives.rest();
		assertThatExceptionOfType(NoSuchChildException.class).isThrownBy(() -> supervisor.restartRunningChild(stale));
		assertThatExceptionOfType(NoSuchChildException.class).isThrownBy(() -> supervisor.terminateRunningChild(stale));
		assertThat(this.lives.rest()).isEmpty();
	}

	@Test
	void a_temporary_child_is_not_stopped_because_it_could_not_be_started_again() {
		Supervisor supervisor = start(SupervisorSpec.oneForOne(this.lives.server("a").restart(Restart.TEMPORARY)));
		Pid pid = pid(supervisor, "a");
		assertThatExceptionOfType(ChildConflictException.class).isThrownBy(() -> supervisor.restartRunningChild(pid))
			.satisfies((ex) -> assertThat(ex.conflict()).isEqualTo(ChildConflictException.Conflict.TEMPORARY));
		assertThat(pid.isAlive()).isTrue();
	}

	@Test
	void one_that_does_not_start_again_is_tried_again_and_whoever_asked_is_told_why() {
		Supervisor supervisor = Supervisor.start(this.node, "sup", SupervisorSpec.oneForOne(three()));
		this.lives.nextStarts("b", Lives.boom());
		this.lives.rest();
		Pid before = pid(supervisor, "b");
		assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> supervisor.restartRunningChild(before))
			.withMessageContaining("boom");
		assertThat(this.lives.await(2)).containsExactly("-b", "+b");
	}

	@Test
	void one_that_is_terminated_by_its_process_stays_so() {
		Supervisor supervisor = start(SupervisorSpec.oneForOne(three()));
		supervisor.terminateRunningChild(pid(supervisor, "b"));
		assertThat(this.lives.rest()).containsExactly("-b");
		assertThat(supervisor.child("b").orElseThrow().status()).isEqualTo(ChildStatus.STOPPED);
	}

	@Test
	void a_dynamic_child_keeps_its_specification_and_loses_its_process() {
		DynamicSupervisor supervisor = DynamicSupervisor.start(this.node, "sup",
				DynamicSupervisorSpec.defaults().intensity(new RestartIntensity(0, Duration.ofSeconds(1))));
		Pid before = supervisor.startChild(this.lives.server("a")).orElseThrow();
		this.lives.rest();
		Pid after = supervisor.restartChild(before).orElseThrow();
		assertThat(this.lives.rest()).containsExactly("-a", "+a");
		assertThat(supervisor.children()).singleElement().satisfies((child) -> assertThat(child.pid()).contains(after));
		assertThat(supervisor.child(after).orElseThrow().incarnation()).isEqualTo(2);
		assertThatExceptionOfType(NoSuchChildException.class).isThrownBy(() -> supervisor.restartChild(before));
	}

	@Test
	void a_dynamic_child_that_is_temporary_runs_on() {
		DynamicSupervisor supervisor = DynamicSupervisor.start(this.node, "sup", DynamicSupervisorSpec.defaults());
		Pid pid = supervisor.startChild(this.lives.server("a").restart(Restart.TEMPORARY)).orElseThrow();
		assertThatExceptionOfType(ChildConflictException.class).isThrownBy(() -> supervisor.restartChild(pid));
		assertThat(pid.isAlive()).isTrue();
	}

	@Test
	void a_request_waits_no_longer_than_its_limit_and_is_done_later() {
		Supervisor supervisor = start(SupervisorSpec.oneForOne(three()));
		this.lives.onEnd("a", () -> this.gate.pass());
		Pid before = pid(supervisor, "a");
		Future<?> asked = Probe.async(() -> supervisor.within(Duration.ofSeconds(1)).restartRunningChild(before));
		this.gate.awaitReached();
		this.time.advance(Duration.ofSeconds(1));
		Probe.until(asked::isDone);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(asked::get)
			.withCauseInstanceOf(CallException.TimedOut.class);
		this.gate.open();
		assertThat(this.lives.await(2)).containsExactly("-a", "+a");
	}

	@Test
	void one_that_waits_for_its_restart_is_started_at_once_and_not_counted_again() {
		Backoff backoff = new Backoff(Duration.ofMinutes(5), Duration.ofMinutes(10), 2, 0, Duration.ofHours(1));
		Supervisor supervisor = Supervisor.start(this.node, "sup",
				SupervisorSpec.oneForOne(this.lives.server("a").backoff(backoff), this.lives.server("b"))
					.intensity(new RestartIntensity(1, Duration.ofHours(1))));
		this.lives.rest();
		Lives.crash(this.node, pid(supervisor, "a"));
		assertThat(this.lives.await(1)).containsExactly("-a");
		Probe.until(() -> supervisor.child("a").orElseThrow().status() == ChildStatus.RESTARTING);
		Pid after = supervisor.restartWaitingChild("a").orElseThrow();
		assertThat(after).isEqualTo(pid(supervisor, "a"));
		assertThat(this.lives.rest()).containsExactly("+a");
		this.time.advance(Duration.ofMinutes(5));
		assertThat(pid(supervisor, "a")).as("the delay that was cut short starts nothing").isEqualTo(after);
		assertThat(supervisor.child("a").orElseThrow().restarts()).isEqualTo(1);
	}

	@Test
	void those_that_wait_with_it_are_started_with_it_in_order() {
		Supervisor supervisor = Supervisor.start(this.node, "sup", SupervisorSpec.oneForAll(three())
			.backoff(new Backoff(Duration.ofMinutes(5), Duration.ofMinutes(10), 2, 0, Duration.ofHours(1))));
		this.lives.rest();
		Lives.crash(this.node, pid(supervisor, "b"));
		this.lives.await(3);
		Probe.until(() -> supervisor.child("b").orElseThrow().status() == ChildStatus.RESTARTING);
		supervisor.restartWaitingChild("b");
		assertThat(this.lives.rest()).containsExactly("+a", "+b", "+c");
	}

	@Test
	void one_that_runs_or_is_stopped_does_not_wait() {
		Supervisor supervisor = start(SupervisorSpec.oneForOne(three()));
		assertThatExceptionOfType(ChildConflictException.class).isThrownBy(() -> supervisor.restartWaitingChild("a"))
			.satisfies((ex) -> assertThat(ex.conflict()).isEqualTo(ChildConflictException.Conflict.ALREADY_STARTED));
		supervisor.terminateChild("a");
		assertThatExceptionOfType(ChildConflictException.class).isThrownBy(() -> supervisor.restartWaitingChild("a"))
			.satisfies((ex) -> assertThat(ex.conflict()).isEqualTo(ChildConflictException.Conflict.ALREADY_PRESENT));
		assertThatExceptionOfType(NoSuchChildException.class)
			.isThrownBy(() -> supervisor.restartWaitingChild("nobody"));
	}

	@Test
	void one_that_waits_and_does_not_start_when_asked_waits_on_and_whoever_asked_is_told_why() {
		Backoff backoff = new Backoff(Duration.ofMinutes(5), Duration.ofMinutes(10), 2, 0, Duration.ofHours(1));
		Supervisor supervisor = Supervisor.start(this.node, "sup",
				SupervisorSpec.oneForOne(this.lives.server("a").backoff(backoff)));
		this.lives.rest();
		Lives.crash(this.node, pid(supervisor, "a"));
		this.lives.await(1);
		Probe.until(() -> supervisor.child("a").orElseThrow().status() == ChildStatus.RESTARTING);
		this.lives.nextStarts("a", Lives.boom());
		assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> supervisor.restartWaitingChild("a"))
			.withMessageContaining("boom");
		assertThat(supervisor.child("a").orElseThrow().status()).isEqualTo(ChildStatus.RESTARTING);
		this.time.advance(Duration.ofMinutes(10));
		assertThat(this.lives.await(1)).containsExactly("+a");
	}

	@Test
	void a_limit_is_not_negative() {
		Supervisor supervisor = start(SupervisorSpec.oneForOne(three()));
		assertThatIllegalArgumentException().isThrownBy(() -> supervisor.within(Duration.ofSeconds(-1)));
	}

}
