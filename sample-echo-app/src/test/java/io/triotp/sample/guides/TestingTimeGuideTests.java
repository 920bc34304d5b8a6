package io.triotp.sample.guides;

import java.time.Duration;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.sample.EchoServer;
import io.triotp.supervisor.Backoff;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import io.triotp.test.Faults;
import io.triotp.test.ManualTime;
import io.triotp.test.NodeAssert;
import io.triotp.test.TriotpTest;
import org.junit.jupiter.api.Test;

/**
 * The code of the guide on testing that moves time.
 */
// tag::time[]
@TriotpTest(manualTime = true)
class TestingTimeGuideTests {

	@Test
	void it_waits_a_minute_before_it_tries_again(Node node, ManualTime time) {
		Backoff slowly = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(10), 2, 0, Duration.ofHours(1));
		node.start(ApplicationSpec.of("app",
				SupervisorSpec.oneForOne(ChildSpec.server("echo", EchoServer::new).name("echo").backoff(slowly))));
		Faults.crash(node, node.whereis("echo").orElseThrow(), new IllegalStateException("power cut"));
		Await.backoff(node, "app/echo");
		NodeAssert.assertThat(node).isNotRunning("app/echo");
		time.advance(Duration.ofMinutes(1));
		Await.incarnation(node, "app/echo", 2);
	}

}
// end::time[]
