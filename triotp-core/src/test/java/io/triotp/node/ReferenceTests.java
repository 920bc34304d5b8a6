package io.triotp.node;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.triotp.agent.Agent;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.PartitionSpec;
import io.triotp.supervisor.PartitionSupervisor;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.task.Task;
import io.triotp.testing.Lives;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The references that lead to processes: they are found and asked in the same way, and
 * mean the same.
 */
class ReferenceTests {

	private final Node node = Node.start();

	private final Lives lives = new Lives();

	@AfterEach
	void close() {
		this.node.close();
	}

	private record Face(Supplier<Optional<Pid>> started, Supplier<Optional<Pid>> named) {
	}

	private List<Face> faces() {
		Supervisor supervisor = Supervisor.start(this.node, "sup", SupervisorSpec.oneForOne());
		DynamicSupervisor dynamic = DynamicSupervisor.start(this.node, "dyn", DynamicSupervisorSpec.defaults());
		Agent<Integer> agent = Agent.start(this.node, ServerOptions.named("agent"), () -> 1);
		return List.of(new Face(supervisor::pid, this.node.supervisor("sup")::pid),
				new Face(dynamic::pid, this.node.dynamicSupervisor("dyn")::pid),
				new Face(agent::pid, Agent.named(this.node, "agent")::pid),
				new Face(GenServer.start(this.node, new Nothing(), ServerOptions.named("server"))::pid,
						this.node.server("server")::pid));
	}

	@Test
	void all_give_a_pid_dead_or_alive_and_a_name_who_has_it_now() {
		for (Face face : faces()) {
			Pid pid = face.started().get().orElseThrow();
			assertThat(face.named().get()).isEqualTo(face.started().get());
			this.node.kill(pid);
			assertThat(face.started().get()).contains(pid);
			assertThat(face.named().get()).isEmpty();
		}
	}

	@Test
	void a_process_finds_supervisors_by_name_as_it_finds_servers() throws Throwable {
		Supervisor.start(this.node, "sup", SupervisorSpec.oneForOne(this.lives.server("a")));
		DynamicSupervisor.start(this.node, "dyn", DynamicSupervisorSpec.defaults());
		Probe<Object> told = new Probe<>();
		this.node.spawn((self) -> {
			told.tell(Supervisor.named("sup").child("a").isPresent());
			told.tell(DynamicSupervisor.named("dyn").children());
			told.tell(DynamicSupervisor.named("dyn").startServer("x", Nothing::new).pid().orElseThrow().isAlive());
		});

		assertThat(told.await(3)).containsExactly(true, List.of(), true);
	}

	@Test
	void a_partition_supervisor_is_found_by_its_name_and_shares_its_size() {
		PartitionSpec spec = PartitionSpec.of((index) -> this.lives.server("p")).count(4);
		PartitionSupervisor made = PartitionSupervisor.of(this.node, "parts", spec).start();

		PartitionSupervisor found = PartitionSupervisor.named(this.node, "parts");

		assertThat(found.pid("key")).isEqualTo(made.pid("key"));
		made.resize(2);
		assertThat(found.partitions()).isEqualTo(2);
		assertThat(this.node.partitionSupervisor("parts").index(7)).isEqualTo(made.index(7));
	}

	@Test
	void a_partition_supervisor_below_another_is_found_also_after_its_restart() {
		PartitionSpec spec = PartitionSpec.of((index) -> this.lives.server("p")).count(2);
		Supervisor top = Supervisor.start(this.node, "top",
				SupervisorSpec.oneForOne(PartitionSupervisor.of(this.node, "parts", spec).child()));
		Pid first = top.child("parts").orElseThrow().pid().orElseThrow();
		this.node.kill(first);
		Probe.until(() -> top.child("parts").orElseThrow().pid().filter((pid) -> pid != first).isPresent());

		assertThat(PartitionSupervisor.named(this.node, "parts").partitions()).isEqualTo(2);
	}

	@Test
	void what_is_no_partition_supervisor_is_not_found_as_one() {
		Supervisor.start(this.node, "sup", SupervisorSpec.oneForOne());

		assertThatIllegalArgumentException().isThrownBy(() -> PartitionSupervisor.named(this.node, "sup"))
			.withMessageContaining("'sup'")
			.withMessageContaining("is no partition supervisor");
		assertThatExceptionOfType(CallException.NoServer.class)
			.isThrownBy(() -> PartitionSupervisor.named(this.node, "nobody"))
			.withMessageContaining("'nobody'");
	}

	/** The dynamic supervisor would crash on the request, with all its children. */
	@Test
	void a_supervisor_of_the_other_kind_is_told_and_lives_on() {
		DynamicSupervisor dynamic = DynamicSupervisor.start(this.node, "dyn", DynamicSupervisorSpec.defaults());
		Pid child = dynamic.startChild(this.lives.server("a")).orElseThrow();
		Supervisor supervisor = Supervisor.start(this.node, "sup", SupervisorSpec.oneForOne());
		Agent<Integer> agent = Agent.start(this.node, ServerOptions.named("agent"), () -> 1);

		assertThatIllegalArgumentException().isThrownBy(() -> this.node.supervisor("dyn").children())
			.withMessageContaining("'dyn'")
			.withMessageContaining("is a dynamic supervisor, not a supervisor: use DynamicSupervisor");
		assertThatIllegalArgumentException().isThrownBy(() -> this.node.dynamicSupervisor("sup").children())
			.withMessageContaining("is a supervisor, not a dynamic supervisor: use Supervisor");
		assertThatIllegalArgumentException().isThrownBy(() -> this.node.supervisor("agent").stop())
			.withMessageContaining("is a process of ");
		assertThatIllegalArgumentException().isThrownBy(() -> this.node.partitionSupervisor("agent"));
		assertThat(child.isAlive()).isTrue();
		assertThat(supervisor.pid().orElseThrow().isAlive()).isTrue();
		assertThat(agent.pid().orElseThrow().isAlive()).isTrue();
	}

	/** Each place that takes a timeout takes one that never ends. */
	@Test
	void no_limit_is_a_timeout_like_any_other() throws Exception {
		Agent<Integer> agent = Agent.start(this.node, ServerOptions.named("agent").startTimeout(Node.NO_LIMIT),
				() -> 1);
		Pid pid = agent.pid().orElseThrow();

		Integer value = agent.get((state) -> state, Node.NO_LIMIT);
		assertThat(value).isEqualTo(1);
		assertThat(agent.sys().within(Node.NO_LIMIT).getState()).isEqualTo(1);
		assertThat(Task.asyncNoLink(this.node, () -> 2).await(Node.NO_LIMIT)).isEqualTo(2);
		this.node.server("agent").stop(ExitReason.normal(), Node.NO_LIMIT);
		assertThat(this.node.awaitExit(pid, Node.NO_LIMIT)).contains(ExitReason.normal());
	}

	@Test
	void requests_of_the_library_are_called_by_the_methods_that_make_them() {
		assertNoServer(() -> this.node.supervisor("nobody").children(), "Supervisor.children");
		assertNoServer(() -> this.node.supervisor("nobody").child("a"), "Supervisor.child");
		assertNoServer(() -> this.node.supervisor("nobody").terminateChild("a"), "Supervisor.terminateChild");
		assertNoServer(() -> this.node.dynamicSupervisor("nobody").children(), "DynamicSupervisor.children");
		assertNoServer(() -> this.node.dynamicSupervisor("nobody").startChild(this.lives.server("a")),
				"DynamicSupervisor.startChild");
		assertNoServer(() -> Agent.named(this.node, "nobody").get((state) -> state), "Agent.get");
		assertNoServer(() -> Agent.named(this.node, "nobody").update((state) -> state), "Agent.getAndUpdate");
	}

	private static void assertNoServer(Runnable call, String method) {
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(call::run)
			.withMessageStartingWith("Call of " + method + " to ")
			.withMessageNotContaining("$");
	}

	/** In OTP too: only the kill of kill itself cannot be trapped. */
	@Test
	void an_exit_with_killed_is_an_ordinary_signal_and_no_kill() {
		Probe<Object> cleaned = new Probe<>();
		ServerRef<Nothing> server = GenServer.start(this.node, new Nothing() {

			@Override
			public void terminate(ExitReason reason, String state) {
				cleaned.tell(reason);
			}

		});

		this.node.exit(server.pid().orElseThrow(), ExitReason.killed());

		assertThat(cleaned.await()).isEqualTo(ExitReason.killed());
	}

	private static class Nothing implements GenServer<String, Call<?, ?>, Cast<?>> {

		@Override
		public String init() {
			return "";
		}

	}

}
