package io.triotp.operator;

import java.time.Duration;

import io.triotp.application.ApplicationSpec;
import io.triotp.history.HistoryEntry;
import io.triotp.node.Node;
import io.triotp.operator.OperatorException.Failure;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.supervisor.Backoff;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.ChildStatus;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.Gate;
import io.triotp.testing.Lives;
import io.triotp.testing.LogProbe;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What an operator may do, through whom, and what is left of it.
 */
class OperatorTests {

	private final Node node = Node.start(NodeOptions.defaults(), (failed) -> {
	});

	private final Operator operator = Operator.of(this.node, "alice", "leaks");

	private final Lives lives = new Lives();

	private final Gate gate = new Gate();

	@BeforeEach
	void startShop() {
		this.node.start(
				ApplicationSpec.of("shop",
						SupervisorSpec
							.oneForOne(this.lives.server("till").name("till"),
									ChildSpec.dynamicSupervisor("carts", DynamicSupervisorSpec.defaults())
										.name("carts"))
							.intensity(new RestartIntensity(0, Duration.ofSeconds(1)))));
		this.lives.rest();
	}

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	private Pid till() {
		return this.node.whereis("till").orElseThrow();
	}

	private Pid root() {
		return this.node.view().info(till()).flatMap(ProcessInfo::parent).orElseThrow();
	}

	private void assertRefused(Failure failure, Runnable action) {
		assertThatExceptionOfType(OperatorException.class).isThrownBy(action::run)
			.satisfies((ex) -> assertThat(ex.failure()).isEqualTo(failure));
	}

	@Test
	void a_restart_goes_through_the_supervisor_and_is_remembered_with_who_asked_and_why() {
		Pid before = till();
		Pid after = this.operator.restart(before).orElseThrow();
		assertThat(till()).isEqualTo(after).isNotEqualTo(before);
		assertThat(this.lives.rest()).containsExactly("-till", "+till");
		assertThat(this.node.history().after(0, 10, (entry) -> entry.path().equals("shop/till")))
			.extracting(HistoryEntry::type, HistoryEntry::detail)
			.containsExactly(tuple(HistoryEntry.Type.ADMIN_ACTION, "RESTART by alice: leaks"),
					tuple(HistoryEntry.Type.PROCESS_RESTARTED, ""));
	}

	@Test
	void a_child_that_is_terminated_can_be_started_again() {
		Pid supervisor = root();
		this.operator.terminate(till());
		assertThat(this.lives.rest()).containsExactly("-till");
		assertThat(Supervisor.of(this.node, supervisor).child("till").orElseThrow().status())
			.isEqualTo(ChildStatus.STOPPED);
		assertThat(this.operator.start(supervisor, "till")).contains(till());
		assertRefused(Failure.REFUSED, () -> this.operator.start(supervisor, "till"));
		assertRefused(Failure.GONE, () -> this.operator.start(supervisor, "nobody"));
	}

	@Test
	void a_child_that_waits_for_its_restart_can_be_started_at_once() {
		Backoff backoff = new Backoff(Duration.ofMinutes(5), Duration.ofMinutes(10), 2, 0, Duration.ofHours(1));
		this.node.start(ApplicationSpec.of("feed",
				SupervisorSpec.oneForOne(this.lives.server("prices").name("prices").backoff(backoff))));
		Pid before = this.node.whereis("prices").orElseThrow();
		Pid supervisor = this.node.view().info(before).flatMap(ProcessInfo::parent).orElseThrow();
		Lives.crash(this.node, before);
		Probe.until(() -> Supervisor.of(this.node, supervisor)
			.child("prices")
			.orElseThrow()
			.status() == ChildStatus.RESTARTING);
		Pid after = this.operator.start(supervisor, "prices").orElseThrow();
		assertThat(this.node.whereis("prices")).contains(after);
		assertThat(this.lives.rest()).containsExactly("+prices", "-prices", "+prices");
	}

	@Test
	void a_child_of_a_dynamic_supervisor_can_be_restarted_and_terminated() {
		Pid first = this.node.dynamicSupervisor("carts").startChild(this.lives.server("one")).orElseThrow();
		Pid second = this.operator.restart(first).orElseThrow();
		this.operator.terminate(second);
		assertThat(this.lives.await(4)).containsExactly("+one", "-one", "+one", "-one");
		assertThat(this.node.dynamicSupervisor("carts").children()).isEmpty();
	}

	@Test
	void a_suspended_server_handles_nothing_until_it_is_resumed() {
		Pid pid = till();
		this.operator.suspend(pid);
		Lives.tell(this.node, pid, () -> this.lives.tell("handled"));
		assertThat(this.node.view().info(pid).map(ProcessInfo::state)).contains(ProcessInfo.State.SUSPENDED);
		assertThat(this.lives.rest()).isEmpty();
		this.operator.resume(pid);
		assertThat(this.lives.await(1)).containsExactly("handled");
	}

	@Test
	void a_killed_child_is_handled_as_the_rules_of_its_supervisor_say() {
		Pid supervisor = root();
		this.operator.kill(till());
		assertThat(Probe.exitOf(this.node, supervisor).isAbnormal()).isFalse();
	}

	@Test
	void a_process_that_has_been_replaced_is_gone() {
		Pid stale = till();
		this.operator.restart(stale);
		assertRefused(Failure.GONE, () -> this.operator.restart(stale));
		assertRefused(Failure.GONE, () -> this.operator.terminate(stale));
		assertRefused(Failure.GONE, () -> this.operator.kill(stale));
		assertRefused(Failure.GONE, () -> this.operator.suspend(stale));
	}

	@Test
	void what_makes_no_sense_is_refused_before_anything_happens() {
		assertRefused(Failure.REFUSED, () -> this.operator.suspend(root()));
		assertRefused(Failure.REFUSED, () -> this.operator.terminate(root()));
		Pid alone = this.node.spawn((self) -> self.receive());
		assertRefused(Failure.REFUSED, () -> this.operator.restart(alone));
		assertRefused(Failure.REFUSED, () -> this.operator.suspend(alone));
		assertThat(alone.isAlive()).isTrue();
		assertThat(this.lives.rest()).isEmpty();
	}

	@Test
	void the_root_of_an_application_can_be_restarted_with_all_below_it() {
		Pid before = root();
		Pid after = this.operator.restart(before).orElseThrow();
		assertThat(root()).isEqualTo(after);
		assertThat(this.lives.rest()).containsExactly("-till", "+till");
	}

	@Test
	void what_is_not_done_in_time_is_told_and_may_be_done_later() {
		this.lives.onEnd("till", () -> this.gate.pass());
		Pid pid = till();
		assertRefused(Failure.LATE, () -> this.operator.within(Duration.ofMillis(1)).restart(pid));
		this.gate.open();
		assertThat(this.lives.await(2)).containsExactly("-till", "+till");
		assertThat(this.node.history().newest(1, (entry) -> entry.type() == HistoryEntry.Type.ADMIN_ACTION_FAILED))
			.singleElement()
			.satisfies((entry) -> assertThat(entry.detail()).isEqualTo("RESTART by alice: LATE"));
	}

	@Test
	void who_asks_cannot_forge_lines_of_the_log() {
		try (LogProbe log = new LogProbe(Operator.class.getName())) {
			Operator.of(this.node, "eve\nINFO all is well", "").kill(this.node.spawn((self) -> self.receive()));
			assertThat(log.await().getFormattedMessage()).doesNotContain("\n").contains("asks to kill");
		}
	}

}
