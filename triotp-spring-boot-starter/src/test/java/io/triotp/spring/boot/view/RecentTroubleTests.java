package io.triotp.spring.boot.view;

import java.time.Duration;
import java.util.Optional;

import io.triotp.node.Node;
import io.triotp.spring.boot.HandMovedTime;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.ProcessEvent;
import io.triotp.supervisor.Place;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the last minute and the last hour are counted.
 */
class RecentTroubleTests {

	private final HandMovedTime time = new HandMovedTime();

	private final Node node = Node.start(NodeOptions.defaults().time(this.time));

	private final RecentTrouble recent = RecentTrouble.of(this.node);

	@AfterEach
	void stop() {
		this.node.close();
	}

	@Test
	void aRestartCountsForAMinute() {
		restart();
		assertThat(this.recent.restartsInLastMinute()).isOne();
		this.time.pass(Duration.ofSeconds(59));
		restart();
		assertThat(this.recent.restartsInLastMinute()).isEqualTo(2);
		this.time.pass(Duration.ofSeconds(1));
		assertThat(this.recent.restartsInLastMinute()).isOne();
		this.time.pass(Duration.ofSeconds(59));
		assertThat(this.recent.restartsInLastMinute()).isZero();
	}

	@Test
	void afterALongSilenceNothingIsLeft() {
		restart();
		this.time.pass(Duration.ofDays(400));
		restart();
		assertThat(this.recent.restartsInLastMinute()).isOne();
	}

	@Test
	void aRestartCountsForAnHourToo() {
		restart();
		this.time.pass(Duration.ofMinutes(59));
		restart();
		assertThat(this.recent.restartsInLastHour()).isEqualTo(2);
		this.time.pass(Duration.ofMinutes(1));
		assertThat(this.recent.restartsInLastHour()).isOne();
		assertThat(this.recent.restartsInLastMinute()).isZero();
	}

	@Test
	void aDeadLetterCountsForAMinute() {
		Pid pid = this.node.spawn((self) -> {
		});
		this.node.host()
			.events()
			.publish("shop", (stamp) -> new ProcessEvent.DeadLetter(stamp, pid, String.class,
					DeadLetterReason.MAILBOX_FULL, Optional.empty()));
		assertThat(this.recent.deadLettersInLastMinute()).isOne();
		this.time.pass(Duration.ofMinutes(1));
		assertThat(this.recent.deadLettersInLastMinute()).isZero();
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
