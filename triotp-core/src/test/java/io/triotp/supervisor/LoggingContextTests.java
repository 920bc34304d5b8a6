package io.triotp.supervisor;

import java.util.List;
import java.util.Map;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.LoggingContext;
import io.triotp.process.NodeOptions;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.task.Task;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What log lines tell of the process whose code writes them.
 */
class LoggingContextTests {

	private final Probe<Object> told = new Probe<>();

	private final Node node = Node.start(NodeOptions.defaults().observers(List.of(new LoggingContext())));

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void each_callback_logs_with_the_full_path_and_the_application() {
		start(this.node);
		Map<String, String> context = Map.of("triotp.path", "shop/orders/d7", "triotp.application", "shop");
		ServerRef<Teller> server = teller(this.node);
		server.cast(new Tell());
		server.send("info");
		server.call(new Ask());
		server.stop();
		assertThat(this.told.await(6)).containsOnly(context).hasSize(6);
	}

	@Test
	void a_task_logs_with_its_path() throws Exception {
		assertThat(Task.asyncNoLink(this.node, MDC::getCopyOfContextMap).await())
			.isEqualTo(Map.of("triotp.path", "task", "triotp.application", "task"));
	}

	@Test
	void without_the_observer_the_context_is_empty() {
		try (Node plain = Node.start(NodeOptions.defaults())) {
			start(plain);
			teller(plain).call(new Ask());
			assertThat(this.told.await(2)).containsOnly(Map.of());
		}
	}

	@Test
	void the_threads_of_dynamic_children_have_their_full_paths_as_names() {
		try (Node plain = Node.start(NodeOptions.defaults())) {
			start(plain);
			assertThat(teller(plain).call(new Ask())).isEqualTo("shop/orders/d7");
		}
	}

	private void start(Node where) {
		where.start(ApplicationSpec.of("shop", SupervisorSpec
			.oneForOne(ChildSpec.dynamicSupervisor("orders", DynamicSupervisorSpec.defaults()).name("orders"))));
	}

	private ServerRef<Teller> teller(Node where) {
		return DynamicSupervisor.named(where, "orders").startServer("d7", () -> new Teller(this.told));
	}

	record Ask() implements Call<Teller, String> {
	}

	record Tell() implements Cast<Teller> {
	}

	/** Tells what its thread knows. */
	record Teller(Probe<Object> told) implements GenServer<Integer, Ask, Tell> {

		private void tell() {
			Map<String, String> context = MDC.getCopyOfContextMap();
			this.told.tell((context != null) ? context : Map.of());
		}

		@Override
		public Integer init() {
			tell();
			return 0;
		}

		@Override
		public CallResult<Integer> handleCall(Ask request, From from, Integer state) {
			tell();
			return reply(request, Thread.currentThread().getName(), state);
		}

		@Override
		public Next<Integer> handleCast(Tell message, Integer state) {
			tell();
			return next(state).then("more");
		}

		@Override
		public Next<Integer> handleInfo(Object message, Integer state) {
			tell();
			return next(state);
		}

		@Override
		public Next<Integer> handleContinue(Object continuation, Integer state) {
			tell();
			return next(state);
		}

		@Override
		public void terminate(ExitReason reason, Integer state) {
			tell();
		}

	}

}
