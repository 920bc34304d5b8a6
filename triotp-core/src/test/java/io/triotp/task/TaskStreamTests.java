package io.triotp.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.ParameterizedTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Streams of tasks.
 */
class TaskStreamTests extends TaskFixture {

	private static final TaskStreamOptions FOUR = TaskStreamOptions.defaults().maxConcurrency(4);

	private static final ExitReason TIMEOUT = ExitReason.failure("timeout");

	/** The processes of the tasks that have begun. */
	private final Probe<Pid> begun = new Probe<>();

	private <T, R> Stream<TaskResult<R>> stream(Stream<T> items, TaskStreamOptions options,
			TaskFunction<T, R> function) {
		return Task.asyncStream(this.node, items, options, (item) -> {
			this.begun.tell(Self.current().pid());
			return function.apply(item);
		});
	}

	private Boolean hang(Object item) {
		return this.gate.passStubbornly();
	}

	private Object hangAboveOne(Integer item) {
		return (item > 1) ? hang(item) : item;
	}

	private static <R> TaskResult<R> ok(R value) {
		return new TaskResult.Ok<>(value);
	}

	private static <R> TaskResult<R> exit(ExitReason reason, Object item) {
		return new TaskResult.Exit<>(reason, item);
	}

	private void assertNothingIsLeft() {
		Probe.until(() -> this.node.view().processCount() == 1);
		assertUndisturbed();
	}

	@Test
	@Conformance("TASK-22")
	void unordered_results_come_as_the_tasks_end() {
		Map<Integer, Gate> gates = Map.of(1, new Gate(), 2, new Gate(), 3, new Gate(), 4, new Gate());
		gates.get(4).open();
		List<Integer> seen = new ArrayList<>();
		stream(Stream.of(1, 2, 3, 4), FOUR.ordered(false), (item) -> {
			gates.get(item).pass();
			return item;
		}).forEach((result) -> {
			seen.add(result.orElseThrow());
			gates.getOrDefault(result.orElseThrow() - 1, this.gate).open();
		});
		assertThat(seen).containsExactly(4, 3, 2, 1);
		assertThat(stream(Stream.of(1, 2, 3, 4), FOUR.ordered(false).maxConcurrency(1), (item) -> item)
			.map(TaskResult::orElseThrow)).containsExactly(1, 2, 3, 4);
	}

	@Test
	void ordered_results_come_in_the_order_of_the_items_and_a_slow_one_blocks_no_slot() { // OTP
																							// K12
		assertThat(stream(Stream.of(1, 2, 3, 4), FOUR.maxConcurrency(2), (item) -> {
			if (item == 1) {
				this.gate.pass();
			}
			else if (item == 4) {
				this.gate.open();
			}
			return item;
		}).map(TaskResult::orElseThrow)).containsExactly(1, 2, 3, 4);
	}

	@Test
	void an_item_is_taken_when_there_is_room_for_its_task() { // OTP K11
		List<Integer> taken = new ArrayList<>();
		Stream<TaskResult<Object>> results = stream(Stream.of(1, 2, 3, 4).peek(taken::add), FOUR.maxConcurrency(2),
				this::hangAboveOne);
		assertThat(taken).isEmpty();
		Iterator<TaskResult<Object>> each = results.iterator();
		assertThat(each.next()).isEqualTo(ok(1));
		assertThat(taken).hasSizeBetween(2, 3).startsWith(1, 2);
		results.close();
	}

	@Test
	@Conformance("TASK-24")
	void a_task_that_is_late_ends_the_stream() {
		this.owner.run(
				(self) -> assertThatExceptionOfType(TaskException.TimedOut.class)
					.isThrownBy(() -> stream(Stream.of(1),
							FOUR.timeout(Duration.ZERO, TaskStreamOptions.OnTimeout.EXIT), this::hang)
						.toList())
					.withMessageContaining("has been killed"));
		assertNothingIsLeft();
	}

	@Test
	@Conformance("TASK-25")
	void a_task_that_is_late_can_be_killed_alone() throws Throwable {
		for (boolean ordered : List.of(true, false)) {
			TaskStreamOptions options = FOUR.ordered(ordered).timeout(SECOND, TaskStreamOptions.OnTimeout.KILL_TASK);
			Future<List<TaskResult<Object>>> results = Probe
				.async(() -> stream(Stream.of(100, 1, 101, 1), options, this::hangAboveOne).toList());
			List<Pid> all = this.begun.await(4);
			Probe.until(() -> all.stream().filter(Pid::isAlive).count() == 2);
			this.time.awaitParked(1);
			this.time.advance(SECOND);
			if (ordered) {
				assertThat(Probe.get(results)).containsExactly(exit(TIMEOUT, 100), ok(1), exit(TIMEOUT, 101), ok(1));
			}
			else {
				assertThat(Probe.get(results)).containsExactly(ok(1), ok(1), exit(TIMEOUT, 100), exit(TIMEOUT, 101));
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void a_task_whose_time_is_over_ends_though_its_consumer_is_busy_with_another(TaskStreamOptions.OnTimeout how)
			throws Throwable {
		Gate busy = new Gate();
		Future<?> consumer = Probe.async(() -> {
			stream(Stream.of(1, 100), FOUR.timeout(SECOND, how), this::hangAboveOne)
				.forEach((result) -> busy.passStubbornly());
			return null;
		});
		List<Pid> both = this.begun.await(2);
		busy.awaitReached();
		Probe.until(() -> both.stream().filter(Pid::isAlive).count() == 1);
		this.time.advance(SECOND);
		assertThat(both).noneMatch(Pid::isAlive);
		busy.open();
		if (how == TaskStreamOptions.OnTimeout.KILL_TASK) {
			Probe.get(consumer);
		}
		else {
			assertThatExceptionOfType(TaskException.TimedOut.class).isThrownBy(() -> Probe.get(consumer));
		}
	}

	@Test
	@Conformance("TASK-26")
	void tasks_that_fail_are_results_and_no_messages() {
		this.owner.trapping()
			.run((self) -> assertThat(
					stream(Stream.of(1, 2, 3, 4), FOUR, (item) -> TaskFixture.<Object>exit(ExitReason.failure(item))))
				.containsExactly(exit(ExitReason.failure(1), 1), exit(ExitReason.failure(2), 2),
						exit(ExitReason.failure(3), 3), exit(ExitReason.failure(4), 4)));
		assertNothingIsLeft();
	}

	@Test
	@Conformance("TASK-28")
	void a_result_without_a_value_names_the_item() {
		assertThat(stream(Stream.of("item"), FOUR, (item) -> TaskFixture.<Object>exit(BOOM)))
			.containsExactly(exit(BOOM, "item"));
		assertThat(stream(Stream.of("item"), FOUR.timeout(Duration.ZERO, TaskStreamOptions.OnTimeout.KILL_TASK),
				(item) -> hang(item)))
			.containsExactly(exit(TIMEOUT, "item"));
	}

	@Test
	@Conformance("TASK-29")
	void options_that_make_no_sense_are_refused_at_once() {
		assertThatIllegalArgumentException().isThrownBy(() -> FOUR.maxConcurrency(0))
			.withMessageContaining("at least 1, but is 0");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> FOUR.timeout(SECOND.negated(), TaskStreamOptions.OnTimeout.EXIT))
			.withMessageContaining("must not be negative");
		assertThatNullPointerException().isThrownBy(() -> FOUR.timeout(SECOND, null));
	}

	@Test
	@Conformance("TASK-30")
	void the_items_are_closed_at_the_end_and_when_the_stream_is_closed() {
		Probe<String> closed = new Probe<>();
		Stream<Integer> all = Stream.of(1, 2).onClose(() -> closed.tell("all"));
		assertThat(stream(all, FOUR, (item) -> item).toList()).hasSize(2);
		assertThat(closed.await()).isEqualTo("all");
		Stream<Integer> endless = Stream.iterate(1, (i) -> i + 1).onClose(() -> closed.tell("some"));
		try (Stream<TaskResult<Integer>> some = stream(endless, FOUR, (item) -> item)
			.onClose(() -> closed.tell("outer"))) {
			assertThat(some.limit(3)).hasSize(3);
		}
		assertThat(closed.await(2)).containsExactly("some", "outer");
	}

	@Test
	void closing_early_kills_the_tasks_that_run() { // OTP K15
		this.owner.run((self) -> {
			try (Stream<TaskResult<Object>> some = stream(Stream.of(1, 2, 3), FOUR, this::hangAboveOne)) {
				assertThat(some.findFirst()).contains(ok(1));
			}
		});
		assertNothingIsLeft();
	}

	@Test
	void an_exception_of_the_consumer_kills_the_tasks_that_run() { // OTP K15
		this.owner.run((self) -> assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> stream(Stream.of(1, 2, 3), FOUR, this::hangAboveOne).forEach((each) -> {
				throw new IllegalStateException("enough");
			})));
		assertNothingIsLeft();
	}

	@Test
	void the_end_of_the_consumer_kills_the_tasks_that_run() { // OTP K15
		this.owner.tell((self) -> {
			stream(Stream.of(1, 2), FOUR, this::hang).toList();
			return null;
		});
		List<Pid> tasks = this.begun.await(2);
		this.node.kill(this.owner.pid());
		for (Pid each : tasks) {
			assertThat(exitOf(each)).isEqualTo(ExitReason.killed());
		}
	}

	@Test
	void an_interrupted_consumer_kills_the_tasks_that_run() { // OTP K15
		Probe<Thread> consumer = new Probe<>();
		Future<Object> results = Probe.async(() -> {
			consumer.tell(Thread.currentThread());
			return stream(Stream.of(1), FOUR, this::hang).toList();
		});
		Pid task = this.begun.await();
		consumer.await().interrupt();
		assertThatExceptionOfType(TaskException.Interrupted.class).isThrownBy(() -> Probe.get(results));
		assertThat(exitOf(task)).isEqualTo(ExitReason.killed());
	}

	@Test
	void an_interrupted_consumer_gets_no_further_result_even_if_it_never_has_to_wait() {
		Future<Object> results = Probe.async(() -> stream(Stream.of(1, 2).peek((item) -> {
			if (item == 2) {
				exitOf(this.begun.await());
				Thread.currentThread().interrupt();
			}
		}), FOUR, (item) -> item).findFirst());
		assertThatExceptionOfType(TaskException.Interrupted.class).isThrownBy(() -> Probe.get(results));
	}

	@Test
	@Conformance("TASK-32")
	void a_stream_may_be_made_here_and_consumed_elsewhere() {
		Stream<TaskResult<Integer>> results = stream(Stream.of(1, 2), FOUR, (item) -> item * 2);
		assertThat(this.owner.<List<TaskResult<Integer>>>ask((self) -> results.toList())).containsExactly(ok(2), ok(4));
		assertNothingIsLeft();
	}

}
