package io.triotp.process;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.triotp.testing.Gate;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Code of others that takes its time does not keep the clock from its work.
 */
class ForeignCodeTests {

	private final Gate gate = new Gate();

	private final Gate idle = new Gate();

	private final Processes node = LocalNode.create(NodeOptions.defaults().highWaterMark(2));

	@AfterEach
	void close() {
		this.gate.open();
		this.idle.open();
		this.node.close();
	}

	private void holdListenerOf(Predicate<NodeEvent> event) {
		this.node.view().addListener((each) -> {
			if (event.test(each)) {
				this.gate.passStubbornly();
			}
		});
	}

	private Optional<Object> tick() {
		Probe<Optional<Object>> seen = new Probe<>();
		this.node.spawn(SpawnOptions.defaults(), (self) -> {
			self.sendAfter(Duration.ofMillis(1), self.pid(), "tick");
			seen.tell(self.receive(Duration.ofSeconds(5)));
		});
		return seen.await();
	}

	@Test
	void a_listener_that_hears_of_a_full_mailbox_does_not_stop_timers() {
		holdListenerOf((event) -> event instanceof ProcessEvent.MailboxHigh);
		Pid busy = this.node.spawn(SpawnOptions.defaults(), (self) -> this.idle.pass());
		for (int i = 0; i < 4; i++) {
			this.node.send(busy, i);
		}
		this.gate.awaitReached();
		assertThat(tick()).contains("tick");
	}

	@Test
	void a_log_appender_that_hangs_does_not_stop_timers() {
		Logger logger = (Logger) LoggerFactory.getLogger(HighWater.class);
		AppenderBase<ILoggingEvent> hanging = new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				ForeignCodeTests.this.gate.passStubbornly();
			}

		};
		hanging.start();
		Level before = logger.getLevel();
		logger.setLevel(Level.WARN);
		logger.addAppender(hanging);
		try {
			Pid busy = this.node.spawn(SpawnOptions.defaults(), (self) -> this.idle.pass());
			for (int i = 0; i < 4; i++) {
				this.node.send(busy, i);
			}
			this.gate.awaitReached();
			assertThat(tick()).contains("tick");
		}
		finally {
			this.gate.open();
			logger.detachAppender(hanging);
			logger.setLevel(before);
		}
	}

	@Test
	void a_listener_that_hears_of_a_timer_for_nobody_does_not_stop_timers() {
		holdListenerOf((event) -> event instanceof ProcessEvent.DeadLetter);
		Pid gone = this.node.spawn(SpawnOptions.defaults(), (self) -> {
		});
		Probe.exitOf(this.node, gone);
		this.node.spawn(SpawnOptions.defaults(), (self) -> {
			self.sendAfter(Duration.ofMillis(1), gone, "too late");
			self.receive(Duration.ofSeconds(30));
		});
		this.gate.awaitReached();
		assertThat(tick()).contains("tick");
	}

}
