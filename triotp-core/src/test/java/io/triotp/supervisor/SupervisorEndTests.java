package io.triotp.supervisor;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.testing.Lives;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A supervisor that is stopped by what it supervises. */
class SupervisorEndTests {

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(new ManualTime()));

	private final Lives lives = new Lives();

	private final Probe<String> returned = new Probe<>();

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void a_child_that_stops_its_supervisor_does_not_wait_and_all_clean_up_in_reverse() {
		Supervisor supervisor = Supervisor.start(this.node, "sup",
				SupervisorSpec.oneForOne(this.lives.server("a"), this.lives.server("b"), this.lives.server("c")));
		Pid pid = supervisor.pid().orElseThrow();
		Pid child = supervisor.child("b").flatMap(ChildInfo::pid).orElseThrow();
		Lives.tell(this.node, child, () -> {
			supervisor.stop();
			this.returned.tell("yes");
		});
		assertThat(this.returned.await()).isEqualTo("yes");
		assertThat(Probe.exitOf(this.node, pid)).isEqualTo(ExitReason.normal());
		assertThat(this.lives.rest()).containsExactly("+a", "+b", "+c", "-c", "-b", "-a");
	}

	@Test
	void a_dynamic_child_that_stops_its_supervisor_does_not_wait_either() {
		DynamicSupervisor supervisor = DynamicSupervisor.start(this.node, "sup", DynamicSupervisorSpec.defaults());
		Pid pid = supervisor.pid().orElseThrow();
		Pid child = supervisor.startChild(this.lives.server("a")).orElseThrow();
		Lives.tell(this.node, child, () -> {
			supervisor.stop();
			this.returned.tell("yes");
		});
		assertThat(this.returned.await()).isEqualTo("yes");
		assertThat(Probe.exitOf(this.node, pid)).isEqualTo(ExitReason.normal());
		assertThat(this.lives.rest()).containsExactly("+a", "-a");
	}

}
