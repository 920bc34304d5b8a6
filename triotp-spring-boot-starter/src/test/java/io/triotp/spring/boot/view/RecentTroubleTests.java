package io.triotp.spring.boot.view;

import java.time.Duration;
import java.util.Optional;

import io.triotp.node.Node;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.ProcessEvent;
import io.triotp.supervisor.Place;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.test.ManualTime;
import io.triotp.test.TriotpTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the last minute and the last hour are counted.
 */
@TriotpTest(manualTime = true)
class RecentTroubleTests {

	private Node node;

	private ManualTime time;

	private RecentTrouble recent;

	@BeforeEach
	void start(Node node, ManualTime time) {
		this.node = node;
		this.time = time;
		this.recent = RecentTrouble.of(node);
	}

	@Test
	void aRestartCountsForAMinute() {
		restart();
		assertThat(this.recent.restartsInLastMinute()).isOne();
		this.time.advance(Duration.ofSeconds(59));
		restart();
		assertThat(this.recent.restartsInLastMinute()).isEqualTo(2);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.recent.restartsInLastMinute()).isOne();
		this.time.advance(Duration.ofSeconds(59));
		assertThat(this.recent.restartsInLastMinute()).isZero();
	}

	@Test
	void afterALongSilenceNothingIsLeft() {
		restart();
		this.time.advance(Duration.ofDays(400));
		restart();
		assertThat(this.recent.restartsInLastMinute()).isOne();
	}

	@Test
	void aRestartCountsForAnHourToo() {
		restart();
		this.time.advance(Duration.ofMinutes(59));
		restart();
		assertThat(this.recent.restartsInLastHour()).isEqualTo(2);
		this.time.advance(Duration.ofMinutes(1));
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
		this.time.advance(Duration.ofMinutes(1));
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
