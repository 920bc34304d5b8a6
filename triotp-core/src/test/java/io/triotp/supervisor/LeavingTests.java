package io.triotp.supervisor;

import java.time.Duration;

import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.testing.Gate;
import io.triotp.testing.Lives;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Restarts that meet what is still on its way out.
 */
class LeavingTests {

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Lives lives = new Lives();

	private final Gate gate = new Gate();

	private final Probe<SupervisorEvent> failures = new Probe<>();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	@Test
	void a_name_that_is_held_deep_below_a_killed_supervisor_is_waited_for() {
		SupervisorSpec leaf = SupervisorSpec.oneForOne(this.lives.server("named").name("the-name"),
				this.lives.server("slow"));
		SupervisorSpec part = SupervisorSpec.oneForOne(ChildSpec.supervisor("sub", leaf));
		Supervisor top = Supervisor.start(this.node, "top", SupervisorSpec.oneForAll(this.lives.server("crasher"),
				ChildSpec.supervisor("part", part).shutdown(Shutdown.within(Duration.ofSeconds(1)))));
		this.lives.onEnd("slow", this.gate::pass);
		this.node.view().addListener((event) -> {
			if (event instanceof SupervisorEvent.StartFailed failed) {
				this.failures.tell(failed);
			}
		});
		Pid before = this.node.whereis("the-name").orElseThrow();
		this.lives.rest();
		this.node.kill(top.child("crasher").flatMap(ChildInfo::pid).orElseThrow());
		this.gate.awaitReached();
		this.time.awaitParked(2);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.lives.await(1)).containsExactly("+crasher");
		// The old supervisor waits for 'slow', the new one for the name.
		this.time.awaitParked(2);
		assertThat(before.isAlive()).isTrue();
		this.gate.open();
		assertThat(this.lives.await(4)).containsExactly("-slow", "-named", "+named", "+slow");
		assertThat(this.failures.rest()).isEmpty();
		assertThat(top.child("part")).get().extracting(ChildInfo::restarts).isEqualTo(0);
		assertThat(top.child("crasher")).get().extracting(ChildInfo::restarts).isEqualTo(1);
	}

}
