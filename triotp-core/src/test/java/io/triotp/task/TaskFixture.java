package io.triotp.task;

import java.time.Duration;

import io.triotp.process.ExitException;
import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.testing.Gate;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node on manual time, and an owner of tasks.
 */
abstract class TaskFixture {

	static final ExitReason BOOM = ExitReason.failure("boom");

	static final Duration SECOND = Duration.ofSeconds(1);

	final ManualTime time = new ManualTime();

	final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	final Gate gate = new Gate();

	final Puppet owner = Puppet.spawn(this.node);

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	/** Waits until the gate is opened or the task is asked to end. */
	String slow() throws InterruptedException {
		this.gate.pass();
		return "late";
	}

	/** Ends with a reason. */
	static <V> V exit(ExitReason reason) {
		throw new ExitException(reason);
	}

	ExitReason exitOf(Pid pid) {
		return Probe.exitOf(this.node, pid);
	}

	ExitReason exitOf(Task<?> task) {
		return exitOf(task.pid().orElseThrow());
	}

	/** The owner lives, and has no message that it did not ask for. */
	void assertUndisturbed() {
		this.owner.run((self) -> {
		});
		assertThat(this.owner.received().rest()).isEmpty();
	}

}
