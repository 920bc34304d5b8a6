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
import io.triotp.testing.ManualTime;
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
	void a_limit_is_not_negative() {
		Supervisor supervisor = start(SupervisorSpec.oneForOne(three()));
		assertThatIllegalArgumentException().isThrownBy(() -> supervisor.within(Duration.ofSeconds(-1)));
	}

}
