package io.triotp.flight;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.Lives;
import io.triotp.testing.Probe;

/**
 * A node in a JVM that has no flight recorder: a program for a JVM of its own.
 */
final class WithoutRecorder {

	private WithoutRecorder() {
	}

	public static void main(String[] args) {
		System.out.println("jfr=" + ModuleLayer.boot().findModule("jdk.jfr").isPresent());
		Lives lives = new Lives();
		Node node = Node.start(NodeOptions.defaults().observers(FlightRecording.handlings("node")));
		node.start(ApplicationSpec.of("shop", SupervisorSpec.oneForOne(lives.server("till").name("till"))));
		Pid first = node.whereis("till").orElseThrow();
		Lives.crash(node, first);
		Probe.until(() -> node.whereis("till").filter((pid) -> pid != first).isPresent());
		node.close();
		System.out.println("closed=" + !node.host().events().hasRoutineListeners());
	}

}
