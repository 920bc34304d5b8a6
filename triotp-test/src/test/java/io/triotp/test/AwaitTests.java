package io.triotp.test;

import java.util.concurrent.CountDownLatch;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@TriotpTest
class AwaitTests {

	private Node node;

	@BeforeEach
	void start(Node node) {
		this.node = node;
		node.start(ApplicationSpec.of("shop", SupervisorSpec.oneForOne(ChildSpec.server("till", Till::new).name("till"))
			.intensity(new RestartIntensity(10, Duration.ofSeconds(5)))));
	}

	@Test
	void a_restart_is_over_when_another_process_has_the_name() {
		Pid before = this.node.whereis("till").orElseThrow();
		Pid after = Await.restart(this.node, "till", () -> this.node.kill(before));
		assertThat(after).isNotEqualTo(before);
		assertThat(Await.exitOf(this.node, before)).isEqualTo(ExitReason.killed());
	}

	@Test
	void the_n_th_incarnation_is_waited_for() {
		for (int i = 0; i < 3; i++) {
			Faults.crash(this.node, this.node.whereis("till").orElseThrow(), new IllegalStateException("broken"));
			assertThat(Await.incarnation(this.node, "shop/till", i + 2).incarnation()).isEqualTo(i + 2);
		}
	}

	@Test
	void it_is_quiet_when_nobody_has_a_message_left() {
		Pid till = this.node.whereis("till").orElseThrow();
		try (Faults.Held held = Faults.hold(this.node, till)) {
			Faults.fill(this.node, till, "ring", 100);
			assertThat(this.node.view().mailboxSize(till)).isEqualTo(100);
		}
		Await.quiet(this.node);
		assertThat(this.node.view().mailboxSize(till)).isZero();
		assertThat(this.node.view().info(till).orElseThrow().handled()).isGreaterThanOrEqualTo(100);
	}

	@Test
	void a_name_that_nobody_has_is_a_failure_at_once() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> Await.restart(this.node, "tap", () -> {
		})).withMessage("Nobody is registered as 'tap'");
	}

	@Test
	void until_returns_as_soon_as_it_is_so() {
		CountDownLatch latch = new CountDownLatch(1);
		Thread.ofVirtual().start(latch::countDown);
		Await.until(() -> latch.getCount() == 0);
	}

}
