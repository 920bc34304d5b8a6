package io.triotp.virtual;

import java.time.Duration;

import io.triotp.node.Node;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;

/**
 * Starts servers that hold five times as much as the heap has.
 */
final class HeapPressureProgram {

	private static final int SERVERS = 6_400;

	private static final int BYTES = 50_000;

	private HeapPressureProgram() {
	}

	public static void main(String[] arguments) {
		try (Node node = Node.start()) {
			VirtualSpec<HeapPressureTests.Holder> spec = VirtualSpec
				.servers((String key) -> new HeapPressureTests.Holder())
				.passivateAfter(Duration.ofDays(1));
			VirtualServers<HeapPressureTests.Holder> servers = VirtualServers.of(node, "holders",
					(arguments.length > 0) ? spec : spec.heapPressure(0.7));
			Supervisor.start(node, "tree", SupervisorSpec.oneForOne(servers.child()));
			for (int i = 0; i < SERVERS; i++) {
				servers.of("s" + i).call(new HeapPressureTests.Hold(BYTES));
			}
			System.out.println(servers.counts());
		}
	}

}
