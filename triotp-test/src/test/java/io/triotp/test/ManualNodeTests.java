package io.triotp.test;

import java.time.Duration;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.supervisor.Backoff;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;
import org.junit.jupiter.api.Test;

import static io.triotp.test.NodeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

@TriotpTest(manualTime = true)
class ManualNodeTests {

	@Test
	void time_stands_still_until_the_test_moves_it(Node node, ManualTime time) {
		TestProbe probe = TestProbe.spawn(node);
		probe.run((self) -> self.sendAfter(Duration.ofHours(1), "an hour later"));
		time.advance(Duration.ofMinutes(59));
		assertThat(probe.rest()).isEmpty();
		time.advance(Duration.ofMinutes(1));
		assertThat(probe.await()).isEqualTo("an hour later");
	}

	@Test
	void a_restart_waits_for_its_backoff(Node node, ManualTime time) {
		Backoff backoff = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(5), 2, 0, Duration.ofHours(1));
		node.start(ApplicationSpec.of("shop",
				SupervisorSpec.oneForOne(ChildSpec.server("till", Till::new).name("till").backoff(backoff))));
		Pid pid = node.whereis("till").orElseThrow();
		Faults.crash(node, pid, new IllegalStateException("broken"));
		assertThat(Await.backoff(node, "shop/till").restartAt()).contains(time.instant().plus(Duration.ofMinutes(1)));
		assertThat(node).isNotRunning("shop/till");
		time.advance(Duration.ofMinutes(1));
		Await.incarnation(node, "shop/till", 2);
	}

}
