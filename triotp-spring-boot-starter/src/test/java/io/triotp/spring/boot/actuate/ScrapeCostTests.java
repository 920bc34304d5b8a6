package io.triotp.spring.boot.actuate;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.spring.boot.Crasher;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.ManualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What it costs to read all gauges of a node with many processes. The time is written
 * down in docs/metrics.md; what is allocated does not depend on the machine.
 */
class ScrapeCostTests {

	private static final int PROCESSES = 20_000;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@Test
	void aScrapeGoesOnceThroughAllProcessesAndAllocatesLessThanAHundredBytesForEach() {
		ManualTime time = new ManualTime();
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		try (Node node = Node.start(NodeOptions.defaults().time(time))) {
			new TriOtpMetrics(node, registry, List.of());
			node.start(ApplicationSpec.of("shop", SupervisorSpec
				.oneForOne(ChildSpec.dynamicSupervisor("carts", DynamicSupervisorSpec.defaults()).name("carts"))));
			DynamicSupervisor carts = DynamicSupervisor.named(node, "carts");
			for (int i = 0; i < PROCESSES; i++) {
				carts.startServer("cart-" + i, Crasher::new);
			}
			long bytes = Long.MAX_VALUE;
			for (int i = 0; i < 20; i++) {
				time.advance(Duration.ofSeconds(1));
				long before = THREADS.getCurrentThreadAllocatedBytes();
				assertThat(scrape(registry)).isGreaterThan(PROCESSES);
				bytes = Math.min(bytes, THREADS.getCurrentThreadAllocatedBytes() - before);
			}
			assertThat(bytes / PROCESSES).isLessThan(100);
		}
	}

	private static double scrape(SimpleMeterRegistry registry) {
		double sum = 0;
		for (Meter meter : registry.getMeters()) {
			if (meter instanceof Gauge gauge && meter.getId().getName().equals("triotp.processes")) {
				sum += gauge.value();
			}
			else {
				meter.measure().forEach((measurement) -> measurement.getValue());
			}
		}
		return sum;
	}

}
