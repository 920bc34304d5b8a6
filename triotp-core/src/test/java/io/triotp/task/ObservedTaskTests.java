package io.triotp.task;

import java.util.List;
import java.util.stream.Stream;

import io.triotp.process.HandledMessage;
import io.triotp.process.LocalNode;
import io.triotp.process.MessageKind;
import io.triotp.process.MessageObserver;
import io.triotp.process.NodeOptions;
import io.triotp.process.Processes;
import io.triotp.process.SentMessage;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Shutdown;
import io.triotp.testing.LogProbe;
import io.triotp.testing.Probe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an observer sees of tasks, and what tasks carry for it.
 */
class ObservedTaskTests {

	private static final ThreadLocal<String> CONTEXT = new ThreadLocal<>();

	private final Probe<String> seen = new Probe<>();

	private final Processes node = LocalNode.create(NodeOptions.defaults().observers(List.of(new Carrier(this.seen))));

	@AfterEach
	void close() {
		CONTEXT.remove();
		this.node.close();
	}

	@Test
	void a_task_has_the_context_of_who_started_it() throws Exception {
		CONTEXT.set("order 7");
		assertThat(Task.asyncNoLink(this.node, CONTEXT::get).await()).isEqualTo("order 7");
		Probe<String> told = new Probe<>();
		Task.start(this.node, () -> told.tell(CONTEXT.get()));
		assertThat(told.await()).isEqualTo("order 7");
	}

	@Test
	void supervised_tasks_and_streams_have_it_too() throws Exception {
		TaskSupervisor tasks = supervisor();
		CONTEXT.set("order 8");
		assertThat(tasks.asyncNoLink(CONTEXT::get).await()).isEqualTo("order 8");
		try (Stream<TaskResult<String>> results = tasks.asyncStream(Stream.of("a", "b"), TaskStreamOptions.defaults(),
				(item) -> item + " of " + CONTEXT.get())) {
			assertThat(results.map(TaskResult::orElseThrow)).containsExactly("a of order 8", "b of order 8");
		}
		Probe<String> told = new Probe<>();
		tasks.startChild(() -> told.tell(CONTEXT.get()));
		assertThat(told.await()).isEqualTo("order 8");
	}

	@Test
	void a_task_that_may_be_restarted_works_for_nobody() {
		TaskSupervisor tasks = supervisor();
		CONTEXT.set("order 9");
		Probe<String> told = new Probe<>();
		tasks.startChild(() -> told.tell(String.valueOf(CONTEXT.get())), Restart.TRANSIENT, Shutdown.DEFAULT_WORKER);
		assertThat(told.await()).isEqualTo("null");
	}

	@Test
	void the_handling_of_a_task_ends_before_its_value_is_there() throws Exception {
		Task<String> task = Task.asyncNoLink(this.node, () -> "value");
		task.await();
		assertThat(this.seen.rest()).endsWith("NoReply");
	}

	@Test
	void a_task_that_crashes_is_told() {
		Task<String> task = Task.asyncNoLink(this.node, () -> {
			throw new IllegalStateException("boom");
		});
		assertThatExceptionOfType(TaskException.Exited.class).isThrownBy(task::await);
		assertThat(this.seen.rest()).endsWith("Failed");
	}

	@Test
	void the_report_of_the_crash_of_a_task_is_written_on_behalf_of_its_starter() {
		CONTEXT.set("order 10");
		try (LogProbe log = new LogProbe("io.triotp.crash")) {
			Task.start(this.node, () -> {
				throw new IllegalStateException("boom");
			});
			assertThat(log.await().getMDCPropertyMap()).containsEntry("context", "order 10");
		}
	}

	private TaskSupervisor supervisor() {
		return TaskSupervisor.of(this.node,
				DynamicSupervisor.start(this.node, "tasks", DynamicSupervisorSpec.defaults()));
	}

	/** Takes a thread local to where a task runs. */
	private record Carrier(Probe<String> seen) implements MessageObserver {

		@Override
		public Trace sending(SentMessage message) {
			return new Carried(CONTEXT.get());
		}

		@Override
		public Handling handling(HandledMessage message, @Nullable Trace trace) {
			if (trace instanceof Carried carried) {
				CONTEXT.set(carried.context);
			}
			return (outcome) -> {
				CONTEXT.remove();
				if (message.kind() == MessageKind.TASK) {
					this.seen.tell(outcome.getClass().getSimpleName());
				}
			};
		}

		private record Carried(String context) implements MessageObserver.Trace {

			@Override
			public void within(Runnable code) {
				try (MDC.MDCCloseable closeable = MDC.putCloseable("context", String.valueOf(this.context))) {
					code.run();
				}
			}

		}

	}

}
