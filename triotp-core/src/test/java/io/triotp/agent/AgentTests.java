package io.triotp.agent;

import java.time.Duration;
import java.util.concurrent.Callable;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.server.CallException;
import io.triotp.server.ServerOptions;
import io.triotp.server.StartException;
import io.triotp.server.Sys;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A state kept by a process (OTP B1).
 */
class AgentTests {

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(new ManualTime()));

	private final Gate gate = new Gate();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	@Test
	@Conformance("AGT-01")
	void functions_get_and_replace_the_state() {
		work(Agent.start(this.node, () -> 0));
	}

	@Test
	@Conformance("AGT-02")
	void an_agent_is_found_by_its_name_and_takes_methods() {
		Agent.start(this.node, ServerOptions.named("counter"), AgentTests::zero);
		Agent<Integer> agent = Agent.named(this.node, "counter");
		assertThat(Puppet.spawn(this.node).<Integer>ask((self) -> Agent.<Integer>named("counter").get(Math::abs)))
			.isZero();
		agent.update(Math::incrementExact);
		assertThat(agent.<Integer>get(Math::negateExact)).isEqualTo(-1);
		agent.update(Math::decrementExact);
		work(agent);
		assertThat(this.node.whereis("counter")).isEmpty();
	}

	@Test
	void reports_name_the_function_that_makes_the_first_state() {
		Callable<Integer> initial = () -> 0;
		assertThat(Agent.start(this.node, initial).sys().getStatus().type()).isEqualTo(initial.getClass());
	}

	private static void work(Agent<Integer> agent) {
		agent.update((state) -> state + 1);
		agent.update((state) -> state + 1, Duration.ofSeconds(1));
		agent.cast((state) -> state + 1);
		assertThat(agent.<Integer>get((state) -> state)).isEqualTo(3);
		assertThat(agent.<Integer>get((state) -> state * 2, Duration.ofSeconds(1))).isEqualTo(6);
		assertThat(agent.<String>getAndUpdate((state) -> new Agent.Updated<>("was " + state, 10))).isEqualTo("was 3");
		assertThat(agent.<Integer>get((state) -> state)).isEqualTo(10);
		agent.stop();
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(agent::stop);
	}

	private static int zero() {
		return 0;
	}

	@Test
	void functions_run_in_the_process_of_the_agent() {
		Agent<String> agent = Agent.start(this.node, () -> Self.current().pid().toString());
		String pid = agent.pid().orElseThrow().toString();
		assertThat(agent.<String>get((state) -> state)).isEqualTo(pid);
		assertThat(agent.<String>get((state) -> Self.current().pid().toString())).isEqualTo(pid);
	}

	@Test
	void a_function_that_throws_crashes_the_agent_and_tells_the_caller() {
		Agent<Integer> agent = Agent.start(this.node, () -> 0);
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> agent.update((state) -> state / 0))
			.withMessageContaining("by zero");
		assertThat(Probe.exitOf(this.node, agent.pid().orElseThrow())).isInstanceOf(ExitReason.Crash.class);
		assertThatExceptionOfType(CallException.class).isThrownBy(() -> agent.<Integer>get((state) -> state));
	}

	@Test
	void an_agent_without_a_first_state_does_not_start() {
		assertThatExceptionOfType(StartException.Failed.class)
			.isThrownBy(() -> Agent.start(this.node, ServerOptions.named("counter"), () -> {
				throw new IllegalStateException("no state");
			}))
			.withMessageContaining("no state");
		assertThat(this.node.whereis("counter")).isEmpty();
	}

	@Test
	void a_busy_agent_does_it_after_the_caller_has_given_up() {
		Agent<Integer> agent = Agent.start(this.node, () -> 0);
		agent.cast((state) -> {
			this.gate.passStubbornly();
			return state;
		});
		this.gate.awaitReached();
		assertThatExceptionOfType(CallException.TimedOut.class)
			.isThrownBy(() -> agent.getAndUpdate((state) -> new Agent.Updated<>(state, 7), Duration.ZERO));
		this.gate.open();
		assertThat(agent.<Integer>get((state) -> state)).isEqualTo(7);
	}

	@Test
	void a_supervised_agent_is_permanent_and_starts_again_with_its_first_state() {
		assertThat(Agent.child("agent", () -> 0).restart()).isEqualTo(Restart.PERMANENT);
		Supervisor.start(this.node, "top", SupervisorSpec.oneForOne(Agent.child("agent", () -> 0).name("counter")));
		Probe<String> started = new Probe<>();
		this.node.view().addListener((event) -> {
			if (event instanceof SupervisorEvent.ChildStarted child) {
				started.tell(child.child());
			}
		});
		Agent<Integer> agent = Agent.named(this.node, "counter");
		agent.update((state) -> 5);
		agent.cast((state) -> state / 0);
		assertThat(started.await()).isEqualTo("agent");
		assertThat(agent.<Integer>get((state) -> state)).isZero();
	}

	@Test
	void an_operator_may_look_at_it_suspend_it_and_replace_its_state() { // OTP Y2, Y3
		Agent<Integer> agent = Agent.start(this.node, () -> 0);
		Sys<Integer> sys = agent.sys();
		sys.suspend();
		agent.cast((state) -> state + 1);
		assertThat(sys.replaceState((state) -> state + 10)).isEqualTo(10);
		sys.resume();
		assertThat(sys.getState()).isEqualTo(11);
	}

}
