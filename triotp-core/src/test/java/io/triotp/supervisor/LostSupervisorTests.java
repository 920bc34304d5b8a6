package io.triotp.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.supervisor.SupervisorView.Lost;
import io.triotp.testing.Lives;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is known of a supervisor that gave up and is not restarted.
 */
class LostSupervisorTests {

	private static final RestartIntensity NEVER = new RestartIntensity(0, Duration.ofSeconds(5));

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(new ManualTime()));

	private final Lives lives = new Lives();

	private final Probe<SupervisorEvent.ChildExited> exits = new Probe<>();

	private SupervisionTree tree;

	@BeforeEach
	void listen() {
		this.node.view().addListener((event) -> {
			if (event instanceof SupervisorEvent.ChildExited exited && exited.supervisor().equals("top")) {
				this.exits.tell(exited);
			}
		});
	}

	@AfterEach
	void close() {
		this.node.close();
	}

	private Supervisor start(SupervisorSpec spec) {
		this.tree = SupervisionTree.start(this.node, Place.of("top"), "top", spec);
		return Supervisor.of(this.node, this.tree.pid());
	}

	private ChildSpec sub(String id, Restart restart) {
		return ChildSpec.supervisor(id, SupervisorSpec.oneForOne(this.lives.server("leaf")).intensity(NEVER))
			.restart(restart);
	}

	private Pid only(SupervisorView supervisor) {
		return supervisor.children().findFirst().flatMap(ChildInfo::pid).orElseThrow();
	}

	/** Have the first child of the tree give up, and wait until the root knows. */
	private void giveUp(Supervisor top) {
		SupervisorView sub = this.tree.root().children().findFirst().flatMap(ChildInfo::supervision).orElseThrow();
		this.node.kill(only(sub));
		this.exits.await();
		top.children();
	}

	private List<Lost> lost() {
		return this.tree.root().lost();
	}

	@ParameterizedTest
	@EnumSource(value = Restart.class, names = { "TRANSIENT", "TEMPORARY" })
	void one_that_is_not_restarted_is_remembered_with_the_reason(Restart restart) {
		giveUp(start(SupervisorSpec.oneForOne(sub("sub", restart))));
		assertThat(lost()).singleElement().satisfies((lost) -> {
			assertThat(lost.id()).isEqualTo("sub");
			assertThat(lost.path()).isEqualTo("top/sub");
			assertThat(lost.restart()).isEqualTo(restart);
			assertThat(lost.reason()).isInstanceOfSatisfying(ExitReason.Shutdown.class,
					(reason) -> assertThat(reason.detail()).isInstanceOf(GaveUp.class));
			assertThat(lost.at()).isEqualTo(this.node.host().time().instant());
		});
	}

	@Test
	void so_is_one_that_ended_because_a_significant_supervisor_below_it_gave_up() {
		SupervisorSpec middle = SupervisorSpec.oneForOne(sub("sub", Restart.TRANSIENT).significant(true))
			.autoShutdown(AutoShutdown.ANY_SIGNIFICANT);
		Supervisor top = start(
				SupervisorSpec.oneForOne(ChildSpec.supervisor("middle", middle).restart(Restart.TRANSIENT)));
		SupervisorView above = this.tree.root().children().findFirst().flatMap(ChildInfo::supervision).orElseThrow();
		this.node.kill(only(above.children().findFirst().flatMap(ChildInfo::supervision).orElseThrow()));
		this.exits.await();
		top.children();
		assertThat(lost()).extracting(Lost::path).containsExactly("top/middle");
	}

	@Test
	void so_is_a_child_of_a_dynamic_supervisor_until_one_with_its_id_is_started() {
		start(SupervisorSpec
			.oneForOne(ChildSpec.dynamicSupervisor("dyn", DynamicSupervisorSpec.defaults()).name("dyn")));
		SupervisorView view = this.tree.root().children().findFirst().flatMap(ChildInfo::supervision).orElseThrow();
		DynamicSupervisor dynamic = DynamicSupervisor.named(this.node, "dyn");
		Pid sub = dynamic.startChild(sub("sub", Restart.TRANSIENT)).orElseThrow();
		Probe<ExitReason> ended = new Probe<>();
		this.node.view().addListener((event) -> {
			if (event instanceof SupervisorEvent.ChildExited exited && exited.process() == sub) {
				ended.tell(exited.reason());
			}
		});
		this.node.kill(only(view.children().findFirst().flatMap(ChildInfo::supervision).orElseThrow()));
		ended.await();
		assertThat(dynamic.children()).isEmpty();
		assertThat(view.lost()).extracting(Lost::path).containsExactly("top/dyn/sub");
		dynamic.startChild(sub("other", Restart.TRANSIENT));
		assertThat(view.lost()).hasSize(1);
		dynamic.startChild(sub("sub", Restart.TRANSIENT));
		assertThat(view.lost()).isEmpty();
	}

	@Test
	void one_that_is_started_again_is_lost_no_more() {
		Supervisor top = start(SupervisorSpec.oneForOne(sub("sub", Restart.TRANSIENT)));
		giveUp(top);
		top.restartChild("sub");
		assertThat(lost()).isEmpty();
		giveUp(top);
		assertThat(lost()).hasSize(1);
	}

	@Test
	void one_that_is_terminated_or_deleted_by_hand_is_lost_no_more() {
		Supervisor top = start(SupervisorSpec.oneForOne(sub("sub", Restart.TRANSIENT)));
		giveUp(top);
		assertThat(lost()).hasSize(1);
		top.terminateChild("sub");
		assertThat(lost()).isEmpty();
		top.restartChild("sub");
		giveUp(top);
		assertThat(lost()).hasSize(1);
		top.deleteChild("sub");
		assertThat(lost()).isEmpty();
	}

	@Test
	void one_that_is_restarted_or_ends_as_it_should_is_not_lost() {
		Supervisor top = start(SupervisorSpec.oneForOne(sub("sub", Restart.PERMANENT),
				this.lives.server("worker").restart(Restart.TEMPORARY)));
		giveUp(top);
		this.node.kill(top.children().get(1).pid().orElseThrow());
		this.exits.await();
		Optional<Pid> other = top.startChild(sub("other", Restart.TRANSIENT));
		this.node.host().stop(other.orElseThrow(), ExitReason.normal());
		this.exits.await();
		top.children();
		assertThat(lost()).isEmpty();
	}

}
