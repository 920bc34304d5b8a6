package io.triotp.supervisor;

import java.util.concurrent.atomic.AtomicReference;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.ProcessBody;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;
import io.triotp.server.StartException;
import io.triotp.testing.Gate;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.ParameterizedTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a start function of a user may return: a process of whose end the supervisor
 * hears.
 */
class StartFunctionTests {

	private final Processes node = LocalNode.create(NodeOptions.defaults().name("here"));

	private final Processes elsewhere = LocalNode.create(NodeOptions.defaults().name("there"));

	private final Gate gate = new Gate();

	private final ProcessBody waits = (self) -> this.gate.pass();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
		this.elsewhere.close();
	}

	private void assertRefused(StartFunction start, String why) {
		assertThatExceptionOfType(StartException.class)
			.isThrownBy(
					() -> Supervisor.start(this.node, "sup", SupervisorSpec.oneForOne(ChildSpec.worker("c", start))))
			.withStackTraceContaining("sup/c")
			.withStackTraceContaining(why);
		DynamicSupervisor dynamic = DynamicSupervisor.start(this.node, "dyn", DynamicSupervisorSpec.defaults());
		assertThatExceptionOfType(ChildStartException.class)
			.isThrownBy(() -> dynamic.startChild(ChildSpec.worker("c", start)))
			.withMessageContaining("dyn/c")
			.withMessageContaining(why);
		assertThat(dynamic.children()).isEmpty();
	}

	@Test
	void a_process_that_is_not_linked_is_refused() {
		assertRefused((context) -> StartedChild.worker(this.node.spawn(this.waits)),
				"is not linked to its supervisor, which would never learn of its end");
	}

	@Test
	void a_process_that_has_ended_is_refused_with_its_reason() {
		assertRefused((context) -> {
			Pid pid = this.node.spawn(this.waits);
			this.node.kill(pid);
			return StartedChild.worker(pid);
		}, "has already ended: killed");
	}

	@Test
	void a_process_of_another_node_is_refused() {
		assertRefused((context) -> StartedChild.worker(this.elsewhere.spawn(this.waits)),
				"lives in node 'there', not in 'here'");
	}

	@Test
	void the_supervisor_itself_is_refused() {
		assertRefused((context) -> StartedChild.worker(Self.current().pid()), "is the supervisor itself");
	}

	@Test
	void a_child_that_makes_itself_again_and_again_does_not_start() {
		assertNotStarted(endless(), "makes one that is made by a function again, and so on without end");
		assertNotStarted(deeper(), "more than 256 levels deep: is a supervisor its own child?");
		Probe.until(() -> this.node.view().processCount() == 0);
	}

	private static ChildSpec endless() {
		return ChildSpec.of("c", ChildType.WORKER, new ChildStart.Made(StartFunctionTests::endless));
	}

	private static ChildSpec deeper() {
		return ChildSpec.of("c", ChildType.SUPERVISOR,
				new ChildStart.Made(() -> ChildSpec.supervisor("c", SupervisorSpec.oneForOne(deeper()))));
	}

	@Test
	void a_function_that_makes_nothing_is_told() {
		assertNotStarted(ChildSpec.server("c", () -> null),
				"the supplier of the server returned null; it must make a new GenServer at each start");
		assertNotStarted(ChildSpec.resource("c", () -> null), "the function that opens the resource returned null");
		assertNotStarted(ChildSpec.of("c", ChildType.WORKER, new ChildStart.Made(() -> null)),
				"the function that makes the specification returned null");
		assertNotStarted(ChildSpec.worker("c", (context) -> null), "the start function returned null");
	}

	private void assertNotStarted(ChildSpec child, String why) {
		assertThatExceptionOfType(StartException.class)
			.isThrownBy(() -> Supervisor.start(this.node, "sup", SupervisorSpec.oneForOne(child)))
			.withStackTraceContaining(why);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void what_an_interceptor_has_started_and_then_refuses_does_not_live_on(boolean thrown) {
		DynamicSupervisor dynamic = DynamicSupervisor.start(this.node, "dyn", DynamicSupervisorSpec.defaults());
		ChildSpec spec = ChildSpec.process("c", this.waits).name("n").intercept((context, next) -> {
			next.start(context);
			if (thrown) {
				throw new IllegalStateException("not ready");
			}
			return null;
		});
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> dynamic.startChild(spec))
				.withMessageNotContaining("already registered");
			assertThat(this.node.whereis("n")).isEmpty();
			assertThat(this.node.view().processCount()).isEqualTo(1);
		}
	}

	@Test
	void no_pid_is_refused() {
		assertRefused((context) -> new StartedChild(null, null), "pid");
	}

	@Test
	void a_process_that_is_linked_afterwards_will_do() {
		Supervisor supervisor = Supervisor.start(this.node, "sup",
				SupervisorSpec.oneForOne(ChildSpec.worker("c", (context) -> {
					Pid pid = this.node.spawn(this.waits);
					Self.current().link(pid);
					return StartedChild.worker(pid);
				})));

		assertThat(supervisor.child("c")).get().extracting(ChildInfo::status).isEqualTo(ChildStatus.RUNNING);
	}

	@Test
	void a_linked_process_that_ends_at_once_is_restarted_as_usual() {
		Probe<Integer> incarnations = new Probe<>();

		Supervisor.start(this.node, "sup", SupervisorSpec.oneForOne(ChildSpec.worker("c", (context) -> {
			incarnations.tell(context.incarnation());
			Pid pid = Self.current().processes().spawn(SpawnOptions.defaults().linked(true), (self) -> {
				if (context.incarnation() == 3) {
					this.gate.pass();
				}
			});
			if (context.incarnation() == 2) {
				Probe.exitOf(this.node, pid);
			}
			return StartedChild.worker(pid);
		})));

		assertThat(incarnations.await(3)).containsExactly(1, 2, 3);
	}

	/** A start function that keeps what it has started. */
	@Test
	void the_process_of_the_run_before_is_refused_at_a_restart() {
		AtomicReference<Pid> kept = new AtomicReference<>();
		Supervisor supervisor = Supervisor.start(this.node, "sup",
				SupervisorSpec.oneForOne(ChildSpec.worker("c", (context) -> {
					if (kept.get() == null) {
						kept.set(Self.current().spawnLink(this.waits));
					}
					return StartedChild.worker(kept.get());
				})));

		this.node.kill(kept.get());

		ExitReason reason = Probe.exitOf(this.node, supervisor.pid().orElseThrow());
		assertThat(reason).isInstanceOf(ExitReason.Shutdown.class);
	}

}
