package io.triotp.process;

import java.time.Duration;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.triotp.process.MailboxLimit.Overflow;
import io.triotp.testing.Gate;
import io.triotp.testing.LogProbe;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing is lost in silence, and nothing floods the log.
 */
class DeadLetterTests {

	private static final String LOGGER = "io.triotp.deadletter";

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Gate gate = new Gate();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	/** A process that is busy and has room for one. */
	private Puppet full() {
		Puppet puppet = Puppet.spawn(this.node,
				SpawnOptions.defaults().label("shop/till").mailbox(new MailboxLimit(1, Overflow.DROP_NEWEST)));
		puppet.tell((self) -> {
			this.gate.passStubbornly();
			return null;
		});
		this.gate.awaitReached();
		this.node.send(puppet.pid(), "fits");
		return puppet;
	}

	private void send(Pid pid, int count) {
		for (int i = 0; i < count; i++) {
			this.node.send(pid, "secret");
		}
	}

	private Pid dead() {
		Pid dead = this.node.spawn((self) -> {
		});
		Probe.exitOf(this.node, dead);
		return dead;
	}

	@Test
	void what_a_full_mailbox_drops_is_a_warning_with_type_and_place() {
		Puppet puppet = full();
		Puppet sender = Puppet.spawn(this.node, SpawnOptions.defaults().label("shop/web"));
		try (LogProbe log = new LogProbe(LOGGER)) {
			sender.run((self) -> send(puppet.pid(), 1));
			ILoggingEvent event = log.await();
			assertThat(event.getLevel()).isEqualTo(Level.WARN);
			assertThat(event.getFormattedMessage())
				.contains("java.lang.String", "from shop/web (" + sender.pid() + ")",
						"to shop/till (" + puppet.pid() + ")", "MAILBOX_FULL")
				.doesNotContain("secret");
		}
	}

	@Test
	void a_thousand_of_a_kind_are_one_line_in_ten_seconds_and_the_next_tells_how_many_there_were() {
		Puppet puppet = full();
		try (LogProbe log = new LogProbe(LOGGER)) {
			send(puppet.pid(), 1_000);
			assertThat(log.await().getFormattedMessage()).contains("1 in all");
			this.time.advance(Duration.ofSeconds(10).minusNanos(1));
			send(puppet.pid(), 1);
			assertThat(log.rest()).isEmpty();
			this.time.advance(Duration.ofNanos(1));
			send(puppet.pid(), 1);
			assertThat(log.await().getFormattedMessage()).contains("1001 since this was last logged", "1002 in all");
		}
	}

	@Test
	void reasons_do_not_silence_each_other() {
		Puppet puppet = full();
		Pid dead = dead();
		try (LogProbe log = new LogProbe(LOGGER, Level.DEBUG)) {
			send(puppet.pid(), 2);
			send(dead, 2);
			assertThat(log.rest()).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.DEBUG);
		}
	}

	@Test
	void what_comes_too_late_for_a_process_is_for_who_looks_for_it() {
		Pid dead = dead();
		try (LogProbe log = new LogProbe(LOGGER)) {
			send(dead, 1);
			assertThat(log.rest()).isEmpty();
		}
		try (LogProbe log = new LogProbe(LOGGER, Level.DEBUG)) {
			send(dead, 1);
			assertThat(log.await().getFormattedMessage())
				.contains("from thread '" + Thread.currentThread().getName() + "'", dead.toString(), "NO_PROCESS")
				.doesNotContain("secret");
		}
	}

	@Test
	void a_timer_for_a_name_nobody_has_any_more_tells_the_name() {
		Puppet puppet = Puppet.spawn(this.node);
		puppet.run((self) -> self.sendAfter(Duration.ofSeconds(1), "nobody", "tick"));
		try (LogProbe log = new LogProbe(LOGGER, Level.DEBUG)) {
			this.time.advance(Duration.ofSeconds(1));
			assertThat(log.await().getFormattedMessage()).contains("name 'nobody'", "NO_PROCESS");
		}
		assertThat(this.node.view().deadLetters(DeadLetterReason.NO_PROCESS)).isOne();
	}

}
