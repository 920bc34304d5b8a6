package io.triotp.task;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;
import io.triotp.process.SystemMessage;
import io.triotp.supervisor.Shutdown;
import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.testing.LogProbe;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Single tasks.
 */
class TaskTests extends TaskFixture {

	private static <V> TaskResult<V> ok(V value) {
		return new TaskResult.Ok<>(value);
	}

	private <V> TaskResult<V> exited(ExitReason reason) {
		return new TaskResult.Exit<>(reason);
	}

	@Test
	@Conformance("TASK-01")
	void a_task_is_linked_to_its_owner_which_is_its_parent_and_caller_and_awaits_its_value() {
		this.owner.run((self) -> {
			Task<List<Pid>> task = Task.async(() -> {
				this.gate.pass();
				assertThat(Self.current().parent()).contains(self.pid());
				return Task.callers();
			});
			assertThat(this.node.view().links(self.pid())).containsExactly(task.process());
			this.gate.open();
			assertThat(task.await()).containsExactly(self.pid());
		});
	}

	@Test
	void a_task_knows_all_its_callers_nearest_first_however_each_was_started() { // OTP
																					// K10
		this.owner.run((self) -> {
			Task<List<Pid>> outer = Task.async(() -> {
				Task<List<Pid>> inner = Task.asyncNoLink(this.node, Task::callers);
				List<Pid> callers = new ArrayList<>(inner.await());
				assertThat(callers.removeFirst()).isEqualTo(Self.current().pid());
				return callers;
			});
			assertThat(outer.await()).containsExactly(self.pid());
			Probe<List<Pid>> told = new Probe<>();
			Task.start(this.node, () -> told.tell(Task.callers()));
			Task.startLink(() -> told.tell(Task.callers()));
			assertThat(told.await(2)).containsExactly(List.of(self.pid()), List.of(self.pid()));
			assertThat(Task
				.<Integer, List<Pid>>asyncStream(this.node, Stream.of(1), TaskStreamOptions.defaults(),
						(item) -> Task.callers())
				.map(TaskResult::orElseThrow)).containsExactly(List.of(self.pid()));
			assertThat(Task.callers()).as("the owner is no task").isEmpty();
		});
	}

	@Test
	void a_task_started_by_a_thread_or_a_process_of_another_node_has_no_callers() throws Exception { // OTP
																										// K10
		assertThat(Task.asyncNoLink(this.node, Task::callers).await()).isEmpty();
		assertThat(Task.callers()).isEmpty();
		try (Processes other = LocalNode.create(NodeOptions.defaults().time(new ManualTime()))) {
			this.owner.run((self) -> assertThat(Task.asyncNoLink(other, Task::callers).await()).isEmpty());
		}
	}

	@Test
	void a_task_that_starts_its_successor_for_ever_does_not_remember_all_before_it() throws Exception { // OTP
																										// K10
		List<Pid> callers = Task.asyncNoLink(this.node, () -> deep(50)).await();
		assertThat(callers).hasSize(20).doesNotHaveDuplicates().isSortedAccordingTo(Comparator.reverseOrder());
	}

	private List<Pid> deep(int more) throws Exception {
		return (more == 0) ? Task.callers() : Task.asyncNoLink(this.node, () -> deep(more - 1)).await();
	}

	@Test
	void a_task_that_has_ended_keeps_nothing_of_what_it_did() {
		Task<?> task = this.owner.ask((self) -> Task.async(() -> "value"));
		exitOf(task);
		Probe.until(() -> ((Self) task.process()).callers().isEmpty());
	}

	@Test
	void a_task_that_crashes_takes_its_owner_with_it() { // OTP K1
		this.owner.tell((self) -> {
			Task.async(() -> exit(BOOM));
			return null;
		});
		assertThat(this.owner.exit()).isEqualTo(BOOM);
	}

	@Test
	@Conformance("TASK-02")
	void work_without_a_value_is_linked_or_not_and_sends_nothing() {
		this.owner.run((self) -> {
			Pid linked = Task.startLink(this.gate::pass);
			Pid alone = Task.start(this.node, this.gate::pass);
			assertThat(this.node.view().links(self.pid())).containsExactly(linked);
			this.gate.open();
			assertThat(exitOf(linked)).isEqualTo(ExitReason.normal());
			assertThat(exitOf(alone)).isEqualTo(ExitReason.normal());
		});
		assertUndisturbed();
	}

	@Test
	@Conformance("TASK-04")
	void a_completed_task_has_its_value_and_no_process() throws Exception {
		long before = this.node.view().processCount();
		Task<String> task = Task.completed("value");
		assertThat(task.pid()).isEmpty();
		assertThat(this.node.view().processCount()).isEqualTo(before);
		assertThat(task.await()).isEqualTo("value");
	}

	@Test
	@Conformance("TASK-05")
	void ignoring_a_task_gives_what_is_there_and_lets_it_go_on_unlinked() {
		this.owner.trapping().run((self) -> {
			Task<String> done = Task.asyncNoLink(this.node, () -> "value");
			Task<String> failed = Task.asyncNoLink(this.node, () -> exit(BOOM));
			Task<String> running = Task.async(this::slow);
			exitOf(done);
			exitOf(failed);
			assertThat(done.ignore()).contains(ok("value"));
			assertThat(failed.ignore()).contains(exited(BOOM));
			assertThat(running.ignore()).isEmpty();
			assertThat(this.node.view().links(self.pid())).isEmpty();
			this.gate.open();
			assertThat(exitOf(running)).isEqualTo(ExitReason.normal());
			assertThatIllegalStateException().isThrownBy(running::await).withMessageContaining("given up already");
		});
		assertUndisturbed();
	}

	@Test
	@Conformance("TASK-06")
	void a_task_that_is_late_goes_on_but_its_value_is_dropped() {
		this.owner.run((self) -> {
			Task<String> task = Task.async(this::slow);
			assertThatExceptionOfType(TaskException.TimedOut.class).isThrownBy(() -> task.await(Duration.ZERO))
				.withMessageContaining(task.process() + " has not ended within")
				.satisfies((ex) -> assertThat(ex.timeout()).isEqualTo(Duration.ZERO));
			assertThat(task.process().isAlive()).isTrue();
			this.gate.open();
			assertThat(exitOf(task)).isEqualTo(ExitReason.normal());
		});
		assertUndisturbed();
	}

	@Test
	@Conformance("TASK-08")
	void awaiting_a_task_that_failed_tells_why() {
		this.owner.trapping().run((self) -> {
			for (Throwable thrown : List.of(new IOException("checked"), new IllegalArgumentException("unchecked"),
					new NoSuchMethodError("undefined()"))) {
				Task<String> throwing = Task.async(() -> fail(thrown));
				assertThatExceptionOfType(TaskException.Exited.class).isThrownBy(throwing::await)
					.withCause(thrown)
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(ExitReason.crash(thrown)));
				assertThat(thrown.getStackTrace()[0].getClassName()).startsWith(TaskTests.class.getName());
			}
			Task<String> exiting = Task.async(() -> exit(BOOM));
			assertThatExceptionOfType(TaskException.Exited.class).isThrownBy(exiting::await)
				.withMessageContaining(exiting.process() + " ended without a value: failure: boom");
		});
	}

	private static String fail(Throwable thrown) throws Exception {
		if (thrown instanceof Error error) {
			throw error;
		}
		throw (Exception) thrown;
	}

	@Test
	void awaiting_a_task_that_ended_normally_without_a_value_does_not_hang() { // OTP K3
		Task<String> task = Task.asyncNoLink(this.node, () -> exit(ExitReason.normal()));
		assertThatExceptionOfType(TaskException.Exited.class).isThrownBy(task::await)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(ExitReason.normal()));
	}

	@Test
	@Conformance("TASK-09")
	void only_the_owner_may_ask() {
		Task<String> task = Task.asyncNoLink(this.node, this::slow);
		this.owner.run((self) -> {
			assertThatIllegalStateException().isThrownBy(task::await).withMessageContaining("because it started it");
			assertThatIllegalStateException().isThrownBy(() -> task.poll(Duration.ZERO));
			assertThatIllegalStateException().isThrownBy(() -> task.shutdown(Shutdown.brutalKill()));
			assertThatIllegalStateException().isThrownBy(task::ignore);
		});
	}

	@Test
	void a_server_may_ask_in_another_message_than_it_started_the_task() { // OTP K4
		Task<String> task = this.owner.ask((self) -> Task.async(() -> "value"));
		assertThat(this.owner.<String>ask((self) -> task.await())).isEqualTo("value");
	}

	@Test
	@Conformance("TASK-10")
	void values_come_in_the_order_of_the_tasks_whatever_the_order_of_their_ends() throws Exception {
		Task<String> last = Task.asyncNoLink(this.node, this::slow);
		Task<String> second = Task.asyncNoLink(this.node, () -> "second");
		exitOf(second);
		Task<String> first = Task.asyncNoLink(this.node, () -> "first");
		exitOf(first);
		this.gate.open();
		assertThat(Task.awaitMany(List.of(first, last, second), SECOND)).containsExactly("first", "late", "second");
		assertThat(Task.<String>awaitMany(List.of(), SECOND)).isEmpty();
	}

	@Test
	void awaiting_many_ends_as_soon_as_one_fails() { // OTP K6
		Task<String> running = Task.asyncNoLink(this.node, this::slow);
		Task<String> failing = Task.asyncNoLink(this.node, () -> exit(BOOM));
		assertThatExceptionOfType(TaskException.Exited.class)
			.isThrownBy(() -> Task.awaitMany(List.of(running, failing), SECOND))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(BOOM));
	}

	@Test
	void awaiting_many_has_one_timeout_for_all() throws Throwable { // OTP K6
		Future<Object> waiting = Probe.async(() -> Task.awaitMany(
				List.of(Task.asyncNoLink(this.node, () -> "value"), Task.asyncNoLink(this.node, this::slow)), SECOND));
		this.time.awaitParked(1);
		this.time.advance(SECOND);
		assertThatExceptionOfType(TaskException.TimedOut.class).isThrownBy(() -> Probe.get(waiting));
	}

	@Test
	@Conformance("TASK-12")
	void the_value_counts_also_if_the_task_has_ended_meanwhile() {
		this.owner.run((self) -> {
			Task<String> task = Task.async(() -> "value");
			exitOf(task);
			assertThat(task.poll(Duration.ZERO)).contains(ok("value"));
		});
		assertUndisturbed();
	}

	@Test
	@Conformance("TASK-13")
	void polling_gives_nothing_until_the_task_has_ended() throws Exception {
		Task<String> task = Task.asyncNoLink(this.node, () -> {
			this.gate.pass();
			return exit(ExitReason.normal());
		});
		assertThat(task.poll(Duration.ZERO)).isEmpty();
		assertThat(task.poll(Duration.ZERO)).isEmpty();
		this.gate.open();
		assertThat(task.poll(SECOND)).contains(exited(ExitReason.normal()));
	}

	@Test
	@Conformance("TASK-14")
	void polling_many_gives_pairs_in_order_and_nothing_for_those_that_run() throws Exception {
		Task<String> running = Task.asyncNoLink(this.node, this::slow);
		Task<String> done = Task.asyncNoLink(this.node, () -> "value");
		Task<String> failed = Task.asyncNoLink(this.node, () -> exit(BOOM));
		exitOf(done);
		exitOf(failed);
		assertThat(Task.pollMany(List.of(running, done, failed), PollOptions.within(Duration.ZERO)))
			.containsExactly(Optional.empty(), Optional.of(ok("value")), Optional.of(exited(BOOM)));
		this.gate.open();
		assertThat(running.await()).isEqualTo("late");
	}

	@Test
	@Conformance("TASK-16")
	void polling_many_returns_when_there_are_enough() throws Exception {
		Task<String> running = Task.asyncNoLink(this.node, this::slow);
		Task<String> done = Task.asyncNoLink(this.node, () -> "value");
		assertThat(Task.pollMany(List.of(running, done), PollOptions.within(SECOND).limit(1)))
			.containsExactly(Optional.empty(), Optional.of(ok("value")));
	}

	@Test
	void polling_many_can_ignore_or_kill_those_that_are_late() throws Exception { // OTP
																					// K5
		Task<String> ignored = Task.asyncNoLink(this.node, this::slow);
		Task<String> killed = Task.asyncNoLink(this.node, this::slow);
		PollOptions now = PollOptions.within(Duration.ZERO);
		assertThat(Task.pollMany(List.of(ignored), now.onTimeout(PollOptions.OnTimeout.IGNORE)))
			.containsExactly(Optional.empty());
		assertThat(Task.pollMany(List.of(killed), now.onTimeout(PollOptions.OnTimeout.KILL_TASK)))
			.containsExactly(Optional.empty());
		assertThat(killed.process().isAlive()).isFalse();
		assertThat(ignored.process().isAlive()).isTrue();
		assertThatIllegalStateException().isThrownBy(ignored::await);
	}

	@Test
	void options_for_polling_that_make_no_sense_are_refused() {
		assertThatIllegalArgumentException().isThrownBy(() -> PollOptions.within(SECOND.negated()));
		assertThatIllegalArgumentException().isThrownBy(() -> PollOptions.within(SECOND).limit(0));
	}

	@Test
	@Conformance("TASK-17")
	void shutting_down_a_task_gives_nothing_and_disturbs_nobody() {
		this.owner.trapping().run((self) -> {
			Task<String> task = Task.async(this::slow);
			assertThat(task.shutdown(Shutdown.infinity())).isEmpty();
			assertThat(exitOf(task)).isEqualTo(ExitReason.shutdown());
		});
		assertUndisturbed();
	}

	@Test
	@Conformance("TASK-18")
	void shutting_down_a_task_that_has_its_value_gives_the_value() throws Exception {
		for (Shutdown how : List.of(Shutdown.brutalKill(), Shutdown.infinity(), Shutdown.DEFAULT_WORKER)) {
			Task<String> task = Task.asyncNoLink(this.node, () -> "value");
			exitOf(task);
			assertThat(task.shutdown(how)).contains(ok("value"));
		}
		Task<String> failed = Task.asyncNoLink(this.node, () -> exit(BOOM));
		exitOf(failed);
		assertThat(failed.shutdown(Shutdown.infinity())).contains(exited(BOOM));
	}

	@Test
	@Conformance("TASK-20")
	void a_deaf_task_is_killed_when_its_time_is_over_or_at_once() throws Throwable {
		Gate other = new Gate();
		Future<Optional<TaskResult<Boolean>>> stopping = Probe.async(() -> {
			Task<Boolean> deaf = Task.asyncNoLink(this.node, other::passStubbornly);
			other.awaitReached();
			return deaf.shutdown(Shutdown.within(SECOND));
		});
		this.time.awaitParked(1);
		this.time.advance(SECOND);
		assertThat(Probe.get(stopping)).contains(exited(ExitReason.killed()));
		other.open();
		Task<Boolean> deaf = Task.asyncNoLink(this.node, this.gate::passStubbornly);
		this.gate.awaitReached();
		assertThat(deaf.shutdown(Shutdown.brutalKill())).isEmpty();
		assertThat(exitOf(deaf)).isEqualTo(ExitReason.killed());
	}

	@Test
	@Conformance("TASK-21")
	void shutting_down_a_task_whose_value_has_been_taken_finds_no_process() throws Exception {
		Task<String> task = Task.asyncNoLink(this.node, () -> "value");
		task.await();
		assertThat(task.shutdown(Shutdown.infinity())).contains(exited(ExitReason.noProcess()));
	}

	@Test
	void a_task_that_was_late_can_be_shut_down() throws Exception { // OTP K7
		Task<String> task = Task.asyncNoLink(this.node, this::slow);
		assertThatExceptionOfType(TaskException.TimedOut.class).isThrownBy(() -> task.await(Duration.ZERO));
		assertThat(task.shutdown(Shutdown.infinity())).isEmpty();
		assertThat(exitOf(task)).isEqualTo(ExitReason.shutdown());
	}

	@Test
	void an_owner_that_traps_hears_of_the_end_by_its_link_only() { // OTP K1
		Task<String> task = this.owner.trapping().ask((self) -> Task.async(() -> "value"));
		assertThat(this.owner.received().await())
			.isEqualTo(new SystemMessage.Exit(task.process(), ExitReason.normal()));
	}

	@Test
	@Conformance("TASK-41")
	void a_crash_is_reported_once_with_its_callers_its_function_and_where_it_was_thrown_and_a_clean_end_is_not() {
		try (LogProbe log = new LogProbe("io.triotp")) {
			Puppet client = Puppet.spawn(this.node, SpawnOptions.defaults().label("client"));
			Pid outer = client.ask((self) -> {
				for (ExitReason clean : List.of(ExitReason.normal(), ExitReason.shutdown(),
						ExitReason.shutdown("detail"))) {
					exitOf(Task.asyncNoLink(this.node, () -> exit(clean)));
				}
				Task<?> starter = Task.asyncNoLink(this.node, () -> {
					exitOf(Task.asyncNoLink(this.node, () -> {
						throw new IllegalStateException("broken");
					}));
					return "";
				});
				exitOf(starter);
				return starter.process();
			});
			var event = log.await();
			assertThat(event.getFormattedMessage()).startsWith("task (#PID<")
				.contains(") crashed in " + TaskTests.class.getName() + "$$Lambda, started by task (" + outer
						+ "), itself started by client (" + client.pid() + "): ")
				.endsWith("broken");
			assertThat(event.getThrowableProxy().getStackTraceElementProxyArray()[0].getSTEAsString())
				.contains("TaskTests");
			assertThat(log.rest()).isEmpty();
		}
	}

	@Test
	void a_look_at_the_result_notices_an_interrupt_as_a_wait_does() {
		this.owner.run((self) -> {
			Task<String> task = Task.asyncNoLink(self.processes(), this::slow);
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> task.poll(Duration.ZERO));
		});
	}

}
