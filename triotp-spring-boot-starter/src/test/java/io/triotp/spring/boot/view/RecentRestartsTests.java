package io.triotp.spring.boot.view;

import java.time.Duration;

import io.triotp.node.Node;
import io.triotp.spring.boot.HandMovedTime;
import io.triotp.process.ExitReason;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.supervisor.Place;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the last minute is counted.
 */
class RecentRestartsTests {

	private final HandMovedTime time = new HandMovedTime();

	private final Node node = Node.start(NodeOptions.defaults().time(this.time));

	private final RecentRestarts restarts = RecentRestarts.of(this.node);

	@AfterEach
	void stop() {
		this.node.close();
	}

	@Test
	void aRestartCountsForAMinute() {
		restart();
		assertThat(this.restarts.lastMinute()).isOne();
		this.time.pass(Duration.ofSeconds(59));
		restart();
		assertThat(this.restarts.lastMinute()).isEqualTo(2);
		this.time.pass(Duration.ofSeconds(1));
		assertThat(this.restarts.lastMinute()).isOne();
		this.time.pass(Duration.ofSeconds(59));
		assertThat(this.restarts.lastMinute()).isZero();
	}

	@Test
	void afterALongSilenceNothingIsLeft() {
		restart();
		this.time.pass(Duration.ofDays(400));
		restart();
		assertThat(this.restarts.lastMinute()).isOne();
	}

	private void restart() {
		Pid pid = this.node.spawn((self) -> {
		});
		this.node.host()
			.events()
			.publish("shop", (stamp) -> new SupervisorEvent.RestartGranted(stamp, pid, Place.of("shop"), "till",
					ExitReason.killed(), 1, RestartIntensity.DEFAULT));
	}

}
