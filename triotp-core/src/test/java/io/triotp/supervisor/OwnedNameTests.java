package io.triotp.supervisor;

import java.time.Duration;

import io.triotp.process.LocalNode;
import io.triotp.process.NameTakenException;
import io.triotp.process.NodeEvent;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.supervisor.ChildConflictException.Conflict;
import io.triotp.testing.Lives;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A child that waits for its restart still owns its id and its name.
 */
class OwnedNameTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Backoff DELAY = new Backoff(SECOND, SECOND, 1, 0, Duration.ofHours(1));

	private static final RestartIntensity ONCE = new RestartIntensity(1, Duration.ofHours(1));

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Lives lives = new Lives();

	@AfterEach
	void close() {
		this.node.close();
	}

	private DynamicSupervisor dynamic() {
		return DynamicSupervisor.start(this.node, "dyn",
				DynamicSupervisorSpec.defaults().backoff(DELAY).intensity(ONCE));
	}

	private Supervisor ordered(ChildSpec... children) {
		Supervisor supervisor = Supervisor.start(this.node, "sup",
				SupervisorSpec.oneForOne(children).backoff(DELAY).intensity(ONCE));
		this.lives.rest();
		return supervisor;
	}

	private ChildSpec named() {
		return this.lives.server("a").name("n");
	}

	private Pid stranger() {
		Pid stranger = this.node.spawn((self) -> self.receive());
		this.node.register("n", stranger);
		return stranger;
	}

	/** Until a supervisor has dealt with the end of its only child. */
	private void killAndSee(Pid child, Runnable ask) {
		this.node.kill(child);
		ask.run();
		this.lives.rest();
	}

	@Test
	void who_asks_for_the_name_of_a_child_that_waits_is_given_the_one_that_is_started_now() {
		DynamicSupervisor dynamic = dynamic();
		Pid before = dynamic.startChild(named()).orElseThrow();
		killAndSee(before, dynamic::children);
		assertThatExceptionOfType(NameTakenException.class).isThrownBy(() -> dynamic.startChild(named()))
			.satisfies((ex) -> assertThat(ex.holder()).isEqualTo(this.node.whereis("n").orElseThrow()));
		assertThat(dynamic.children()).singleElement().satisfies((child) -> {
			assertThat(child.status()).isEqualTo(ChildStatus.RUNNING);
			assertThat(child.restarts()).isEqualTo(1);
			assertThat(child.pid()).isEqualTo(this.node.whereis("n"));
		});
		this.time.advance(SECOND);
		assertThat(dynamic.counts().active()).isEqualTo(1);
		assertThat(this.lives.rest()).as("it was started once").containsExactly("+a");
	}

	@Test
	void if_it_does_not_start_now_either_who_asked_is_told_and_its_restart_comes_as_planned() {
		DynamicSupervisor dynamic = dynamic();
		killAndSee(dynamic.startChild(named()).orElseThrow(), dynamic::children);
		this.lives.nextStarts("a", Lives.boom());
		assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> dynamic.startChild(named()));
		this.time.advance(SECOND);
		assertThat(this.lives.await(1)).containsExactly("+a");
		assertThat(dynamic.children()).singleElement().extracting(ChildInfo::restarts).isEqualTo(1);
	}

	@Test
	void one_that_is_terminated_while_it_waits_owns_its_name_no_more() {
		DynamicSupervisor dynamic = dynamic();
		Pid before = dynamic.startChild(named()).orElseThrow();
		killAndSee(before, dynamic::children);
		dynamic.terminateChild(before);
		assertThat(dynamic.startChild(named())).isPresent();
		assertThat(dynamic.counts().specs()).isEqualTo(1);
	}

	@Test
	void a_delayed_restart_that_meets_a_stranger_under_its_name_is_given_up_and_counts_once() {
		DynamicSupervisor dynamic = dynamic();
		dynamic.startChild(this.lives.server("healthy"));
		killAndSee(dynamic.startChild(named()).orElseThrow(), dynamic::children);
		Pid stranger = stranger();
		this.time.advance(SECOND);
		assertThat(dynamic.children()).singleElement().extracting(ChildInfo::id).isEqualTo("healthy");
		this.node.kill(stranger);
		this.time.advance(SECOND.multipliedBy(10));
		assertThat(dynamic.counts().specs()).as("no phantom").isEqualTo(1);
		assertThat(this.lives.rest()).isEmpty();
	}

	@Test
	void a_child_of_an_ordered_supervisor_waits_for_the_end_of_the_stranger_and_counts_once() {
		Supervisor supervisor = ordered(named());
		Probe<NodeEvent> failed = new Probe<>();
		this.node.view().addListener((event) -> {
			if (event instanceof SupervisorEvent.StartFailed) {
				failed.tell(event);
			}
		});
		killAndSee(this.node.whereis("n").orElseThrow(), supervisor::children);
		Pid stranger = stranger();
		this.time.advance(SECOND);
		assertThat(supervisor.child("a")).get().satisfies((child) -> {
			assertThat(child.status()).isEqualTo(ChildStatus.RESTARTING);
			assertThat(child.restarts()).isEqualTo(1);
			assertThat(child.lastExit()).get().asString().contains("'n'");
		});
		this.time.advance(SECOND.multipliedBy(10));
		assertThat(supervisor.child("a")).isPresent();
		assertThat(failed.rest()).as("tried once, and not again in vain").hasSize(1);
		this.node.kill(stranger);
		assertThat(this.lives.await(1)).containsExactly("+a");
	}

	@Test
	void who_starts_a_child_with_the_id_of_one_that_waits_is_told_of_the_one_that_is_started_now() {
		Supervisor supervisor = ordered(named());
		killAndSee(this.node.whereis("n").orElseThrow(), supervisor::children);
		assertThatExceptionOfType(ChildConflictException.class).isThrownBy(() -> supervisor.startChild(named()))
			.satisfies((ex) -> {
				assertThat(ex.conflict()).isEqualTo(Conflict.ALREADY_STARTED);
				assertThat(ex.pid()).isEqualTo(this.node.whereis("n"));
			});
		this.time.advance(SECOND);
		assertThat(supervisor.counts().active()).isEqualTo(1);
		assertThat(this.lives.rest()).containsExactly("+a");
	}

	@Test
	void so_is_who_asks_for_its_name_under_another_id() {
		Supervisor supervisor = ordered(named());
		killAndSee(this.node.whereis("n").orElseThrow(), supervisor::children);
		assertThatExceptionOfType(NameTakenException.class).isThrownBy(() -> supervisor.startChild(named().id("b")));
		assertThat(supervisor.counts().active()).isEqualTo(1);
	}

	@Test
	void if_it_does_not_start_now_its_name_is_not_given_to_another_id() {
		Supervisor supervisor = Supervisor.start(this.node, "sup", SupervisorSpec.oneForOne(named()).backoff(DELAY));
		this.lives.rest();
		killAndSee(this.node.whereis("n").orElseThrow(), supervisor::children);
		this.lives.nextStarts("a", Lives.boom());
		assertThatExceptionOfType(ChildStartException.class)
			.isThrownBy(() -> supervisor.startChild(this.lives.server("b").name("n")));
		assertThat(this.node.whereis("n")).isEmpty();
		this.time.advance(SECOND);
		assertThat(this.lives.await(1)).containsExactly("+a");
		assertThat(supervisor.children()).extracting(ChildInfo::id).containsExactly("a");
	}

}
