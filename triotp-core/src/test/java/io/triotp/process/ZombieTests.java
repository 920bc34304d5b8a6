package io.triotp.process;

import java.time.Duration;
import java.util.Optional;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.triotp.testing.Gate;
import io.triotp.testing.LogProbe;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What can be seen of code that runs on after its process was killed.
 */
class ZombieTests {

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Gate gate = new Gate();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	private Puppet killed(String label, Gate held) {
		Puppet puppet = Puppet.spawn(this.node, SpawnOptions.defaults().label(label));
		puppet.tell((self) -> {
			held.passStubbornly();
			return null;
		});
		held.awaitReached();
		this.node.kill(puppet.pid());
		return puppet;
	}

	private void advance(long... millis) {
		for (long each : millis) {
			this.time.advance(Duration.ofMillis(each));
		}
	}

	@Test
	void all_are_listed_with_their_place_and_age_the_oldest_first() {
		Puppet first = killed("shop/till", this.gate);
		advance(100);
		Gate other = new Gate();
		Puppet second = killed("shop/cart", other);
		advance(50);
		assertThat(this.node.view().zombies()).containsExactly(
				new ZombieInfo(first.pid(), "shop/till", Puppet.class, Optional.empty(), Duration.ofMillis(150)),
				new ZombieInfo(second.pid(), "shop/cart", Puppet.class, Optional.empty(), Duration.ofMillis(50)));
		other.open();
		Probe.until(() -> this.node.view().zombieCount() == 1);
		assertThat(this.node.view().zombies()).extracting(ZombieInfo::pid).containsExactly(first.pid());
	}

	@Test
	void those_that_ignore_interrupts_for_long_are_counted_once() {
		killed("shop/till", this.gate);
		advance(100, 1_000, 4_999);
		assertThat(this.node.view().zombieTotal()).isZero();
		advance(1);
		assertThat(this.node.view().zombieTotal()).isOne();
		advance(10_000, 10_000);
		assertThat(this.node.view().zombieTotal()).isOne();
		this.gate.open();
		Probe.until(() -> this.node.view().zombieCount() == 0);
		assertThat(this.node.view().zombieTotal()).isOne();
	}

	@Test
	void the_report_tells_how_long_and_where_the_code_is() {
		try (LogProbe log = new LogProbe("io.triotp.process.Zombies")) {
			killed("shop/till", this.gate);
			advance(100, 1_000, 5_000);
			ILoggingEvent event = log.await();
			assertThat(event.getLevel()).isEqualTo(Level.ERROR);
			assertThat(event.getFormattedMessage()).contains("shop/till", "killed 6.1s ago", "ignores interrupts");
			assertThat(event.getThrowableProxy().getStackTraceElementProxyArray())
				.anySatisfy((frame) -> assertThat(frame.getSTEAsString()).contains("Gate.passStubbornly"));
		}
	}

	@Test
	void the_end_of_one_that_was_reported_is_told_even_if_somebody_has_looked_meanwhile() {
		try (LogProbe log = new LogProbe("io.triotp.process.Zombies")) {
			killed("shop/till", this.gate);
			advance(100, 1_000, 5_000);
			assertThat(log.await().getLevel()).isEqualTo(Level.ERROR);
			this.gate.open();
			Probe.until(() -> this.node.view().zombieCount() == 0);
			advance(10_000);
			assertThat(log.await().getFormattedMessage()).contains("shop/till", "has ended at last", "16.1s");
			assertThat(this.time.scheduled()).isZero();
		}
	}

	@Test
	void one_that_ends_before_it_was_reported_is_not_worth_a_line() {
		try (LogProbe log = new LogProbe("io.triotp.process.Zombies")) {
			killed("shop/till", this.gate);
			advance(100, 1_000);
			this.gate.open();
			Probe.until(() -> this.node.view().zombieCount() == 0);
			advance(5_000);
			assertThat(log.rest()).isEmpty();
			assertThat(this.time.scheduled()).isZero();
		}
	}

}
