package io.triotp.task;

import java.util.List;
import java.util.stream.Stream;

import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.process.SystemMessage;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.NoSuchChildException;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.supervisor.TooManyChildrenException;
import io.triotp.testing.Conformance;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tasks below a supervisor.
 */
class TaskSupervisorTests extends TaskFixture {

	private final DynamicSupervisor supervisor = DynamicSupervisor.start(this.node, "tasks",
			DynamicSupervisorSpec.defaults().maxChildren(3));

	private final TaskSupervisor tasks = TaskSupervisor.named(this.node, "tasks");

	@Test
	@Conformance("TASK-33")
	void a_supervised_task_is_linked_to_its_owner_and_brings_its_value() {
		this.owner.trapping().run((self) -> {
			Task<String> task = this.tasks.async(this::slow);
			assertThat(this.node.view().links(task.process())).containsExactlyInAnyOrder(self.pid(),
					this.supervisor.pid().orElseThrow());
			this.gate.open();
			assertThat(task.await()).isEqualTo("late");
		});
		Task<String> crashing = this.owner.ask((self) -> this.tasks.async(() -> exit(BOOM)));
		assertThat(this.owner.received().await(2)).contains(new SystemMessage.Exit(crashing.process(), BOOM));
	}

	@Test
	void a_supervised_task_takes_its_owner_with_it_when_it_crashes() { // OTP K17
		this.owner.tell((self) -> {
			this.tasks.async(() -> exit(BOOM));
			return null;
		});
		assertThat(this.owner.exit()).isEqualTo(BOOM);
	}

	@Test
	void only_a_process_can_be_linked_with_a_task() { // OTP K17
		assertThatIllegalStateException().isThrownBy(() -> this.tasks.async(this::slow))
			.withMessageContaining("runs no process");
	}

	@Test
	@Conformance("TASK-34")
	void without_a_link_a_crash_is_only_seen_by_who_awaits_or_monitors() {
		this.owner.run((self) -> {
			Task<String> task = this.tasks.asyncNoLink(() -> {
				this.gate.pass();
				return exit(BOOM);
			});
			self.monitor(task.process());
			this.gate.open();
			assertThatExceptionOfType(TaskException.Exited.class).isThrownBy(task::await)
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(BOOM));
		});
		assertThat(this.owner.received().await()).isInstanceOfSatisfying(SystemMessage.Down.class,
				(down) -> assertThat(down.reason()).isEqualTo(BOOM));
		assertUndisturbed();
	}

	@Test
	@Conformance("TASK-36")
	void work_is_restarted_as_it_says() {
		Probe<Pid> started = new Probe<>();
		Pid temporary = this.tasks.startChild(() -> exit(BOOM));
		assertThat(exitOf(temporary)).isEqualTo(BOOM);
		Pid permanent = this.tasks.startChild(() -> {
			started.tell(Self.current().pid());
			this.gate.pass();
		}, Restart.PERMANENT, Shutdown.brutalKill());
		assertThat(started.await()).isEqualTo(permanent);
		this.node.exit(permanent, BOOM);
		Pid again = started.await();
		assertThat(again).isNotEqualTo(permanent);
		assertThat(this.tasks.children()).containsExactly(again);
	}

	@Test
	void an_awaited_task_may_be_stopped_in_its_own_way() { // OTP K17
		this.owner.run((self) -> {
			Task<String> linked = this.tasks.async(this::slow, Shutdown.brutalKill());
			Task<String> unlinked = this.tasks.asyncNoLink(this::slow, Shutdown.brutalKill());
			self.unlink(linked.process());
			this.tasks.terminateChild(linked.process());
			this.tasks.terminateChild(unlinked.process());
			assertThat(exitOf(linked.process())).isEqualTo(ExitReason.killed());
			assertThat(exitOf(unlinked.process())).isEqualTo(ExitReason.killed());
		});
	}

	@Test
	@Conformance("TASK-37")
	void a_task_can_be_terminated_once() {
		Pid task = this.tasks.startChild(this.gate::pass);
		this.tasks.terminateChild(task);
		assertThat(exitOf(task)).isEqualTo(ExitReason.shutdown());
		assertThatExceptionOfType(NoSuchChildException.class).isThrownBy(() -> this.tasks.terminateChild(task));
	}

	@Test
	@Conformance("TASK-38")
	void a_stream_of_supervised_tasks_that_fail_harms_nobody() {
		this.owner.run((self) -> assertThat(
				this.tasks.asyncStream(Stream.of(1, 2), TaskStreamOptions.defaults(), (item) -> exit(BOOM)))
			.containsExactly(new TaskResult.Exit<>(BOOM, 1), new TaskResult.Exit<>(BOOM, 2)));
		assertUndisturbed();
	}

	@Test
	@Conformance("TASK-40")
	void only_tasks_that_run_are_listed() {
		Pid done = this.tasks.startChild(() -> {
		});
		exitOf(done);
		Pid running = this.tasks.startChild(this.gate::pass);
		assertThat(this.tasks.children()).containsExactly(running);
		Probe.until(() -> this.supervisor.counts().active() == 1);
		assertThat(this.supervisor.children()).extracting(ChildInfo::id).containsExactly("task");
	}

	@Test
	void there_are_no_more_tasks_than_there_may_be() { // OTP K17
		for (int i = 0; i < 3; i++) {
			this.tasks.startChild(this.gate::pass);
		}
		assertThatExceptionOfType(TooManyChildrenException.class)
			.isThrownBy(() -> this.tasks.asyncNoLink(() -> "value"));
		assertThatExceptionOfType(TooManyChildrenException.class)
			.isThrownBy(() -> this.tasks.startChild(this.gate::pass));
	}

	@Test
	void a_stream_that_finds_no_room_ends_and_leaves_nothing_behind() { // OTP K17
		TaskStreamOptions four = TaskStreamOptions.defaults().maxConcurrency(4);
		assertThatExceptionOfType(TooManyChildrenException.class)
			.isThrownBy(() -> this.tasks.asyncStream(Stream.of(1, 2, 3, 4), four, (item) -> this.gate.passStubbornly())
				.toList());
		assertThat(this.tasks.children()).isEmpty();
	}

	@Test
	void tasks_can_have_their_place_in_a_tree() { // OTP K17
		SupervisorSpec tree = SupervisorSpec.oneForOne(TaskSupervisor.child("any").name("any"),
				TaskSupervisor.child("one", 1).name("one"));
		Supervisor.start(this.node, "app", tree);
		TaskSupervisor one = TaskSupervisor.named(this.node, "one");
		Pid task = one.startChild(this.gate::pass);
		assertThatExceptionOfType(TooManyChildrenException.class).isThrownBy(() -> one.startChild(this.gate::pass));
		List<Pid> many = Stream.generate(() -> TaskSupervisor.named(this.node, "any").startChild(this.gate::pass))
			.limit(5)
			.toList();
		assertThat(TaskSupervisor.named(this.node, "any").children()).containsExactlyInAnyOrderElementsOf(many);
		this.node.host().stop(this.node.whereis("one").orElseThrow(), ExitReason.shutdown());
		assertThat(exitOf(task)).isEqualTo(ExitReason.shutdown());
	}

	@Test
	void a_supervised_task_knows_its_callers_also_when_it_is_restarted() { // OTP K10
		Probe<List<Pid>> told = new Probe<>();
		this.owner.run((self) -> {
			assertThat(this.tasks.async(Task::callers).await()).containsExactly(self.pid());
			assertThat(this.tasks.asyncNoLink(Task::callers).await()).containsExactly(self.pid());
			this.tasks.startChild(() -> {
				told.tell(Task.callers());
				this.gate.pass();
			}, Restart.TRANSIENT, Shutdown.brutalKill());
		});
		List<Pid> first = told.await();
		assertThat(first).containsExactly(this.owner.pid());
		this.tasks.children().forEach(this.node::kill);
		assertThat(told.await()).isEqualTo(first);
	}

}
