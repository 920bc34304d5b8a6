package io.triotp.application;

import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.Gate;
import io.triotp.testing.Lives;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;

/**
 * A node whose clock stands still, and applications for it.
 */
abstract class ApplicationsFixture {

	final ManualTime time = new ManualTime();

	final Probe<ApplicationInfo> failures = new Probe<>();

	final Node node = Node.start(NodeOptions.defaults().time(this.time), this.failures::tell);

	final Lives lives = new Lives();

	final Gate gate = new Gate();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	/** An application with one server of its own name. */
	ApplicationSpec app(String name, String... dependsOn) {
		return ApplicationSpec.of(name, SupervisorSpec.oneForOne(this.lives.server(name))).dependsOn(dependsOn);
	}

	ApplicationInfo info(String name) {
		return this.node.application(name).orElseThrow();
	}

	ApplicationState state(String name) {
		return info(name).state();
	}

	Pid root(String name) {
		return info(name).root().orElseThrow().pid().orElseThrow();
	}

	Pid leaf(String name) {
		return Supervisor.of(this.node, root(name)).children().get(0).pid().orElseThrow();
	}

}
