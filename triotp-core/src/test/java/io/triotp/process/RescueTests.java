package io.triotp.process;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.triotp.testing.Gate;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Our own code is struck by an Error between two states: nobody is left deaf, wedged or
 * unlogged.
 */
class RescueTests {

	private final Processes node = LocalNode.create();

	private final Probe<Object> probe = new Probe<>();

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void an_exit_sequence_that_runs_out_of_memory_is_completed() {
		try (FullAppender ignored = new FullAppender(ExitSequence.class.getName(), 1)) {
			AtomicInteger calls = new AtomicInteger();
			this.node.host().addExitHook((pid) -> runOutOfMemory(calls));
			Puppet witness = Puppet.spawn(this.node).trapping();
			Puppet victim = Puppet.spawn(this.node, SpawnOptions.defaults().name("victim"));
			witness.ask((self) -> {
				self.link(victim.pid());
				return self.monitor(victim.pid());
			});
			this.node.kill(victim.pid());
			assertThat(witness.received().await(2)).hasOnlyElementsOfTypes(SystemMessage.Down.class,
					SystemMessage.Exit.class);
			assertThat(this.node.whereis("victim")).isEmpty();
		}
	}

	@Test
	void a_watch_that_runs_out_of_memory_is_told_again() {
		AtomicInteger calls = new AtomicInteger();
		Puppet victim = Puppet.spawn(this.node);
		this.node.host().onExit(victim.pid(), (pid, reason) -> {
			runOutOfMemory(calls);
			this.probe.tell(reason);
		});
		this.node.kill(victim.pid());
		assertThat(this.probe.await()).isEqualTo(ExitReason.killed());
	}

	@Test
	void whoever_waits_behind_a_message_that_runs_out_of_memory_is_told() {
		Gate gate = new Gate();
		Puppet victim = Puppet.spawn(this.node);
		victim.tell((self) -> {
			gate.passStubbornly();
			return null;
		});
		gate.awaitReached();
		AtomicInteger calls = new AtomicInteger();
		this.node.host().deliver(null, victim.pid(), new Waiting("first", () -> {
		}));
		this.node.host().deliver(null, victim.pid(), new Waiting("second", () -> runOutOfMemory(calls)));
		this.node.host().deliver(null, victim.pid(), new Waiting("third", () -> {
		}));
		this.node.kill(victim.pid());
		assertThat(this.probe.await(3)).containsExactly("first", "second", "third");
		gate.open();
	}

	@Test
	void what_a_process_has_taken_when_it_is_killed_is_returned_though_memory_runs_out() {
		AtomicInteger calls = new AtomicInteger();
		ReactiveCell killed = new ReactiveCell((LocalNode) this.node, 1, SpawnOptions.defaults(), null, new Idle()) {

			@Override
			Envelope poll() {
				Envelope taken = super.poll();
				claimExit(ExitReason.killed());
				return taken;
			}

		};
		killed.enqueue(new Waiting("first", () -> runOutOfMemory(calls)));
		killed.enqueue(new Waiting("second", () -> {
		}));
		killed.wake();
		assertThat(this.probe.await(2)).containsExactly("first", "second");
	}

	@Test
	void what_a_plain_process_has_put_aside_is_counted_though_memory_ran_out() {
		AtomicInteger calls = new AtomicInteger();
		Pid pid = this.node.spawn((self) -> self.receiveMatching("end"::equals));
		this.node.host().deliver(null, pid, new Waiting("first", () -> runOutOfMemory(calls)));
		this.node.host().deliver(null, pid, new Waiting("second", () -> {
		}));
		this.node.send(pid, "end");
		assertThat(this.probe.await(2)).containsExactly("first", "second");
	}

	/**
	 * Else the process, about to take a message that is put back, would lose the rest.
	 */
	@Test
	void a_message_that_may_be_put_back_knows_the_next_while_its_sender_is_told() {
		ReactiveCell cell = new ReactiveCell((LocalNode) this.node, 1, SpawnOptions.defaults(), null,
				new Nobody(RescueTests.class));
		Envelope[] first = new Envelope[1];
		first[0] = new Waiting("first", () -> this.probe.tell(String.valueOf(first[0].next != null)));
		cell.enqueue(new Waiting("none", () -> {
		}));
		cell.enqueue(first[0]);
		cell.enqueue(new Waiting("second", () -> {
		}));
		cell.poll();
		cell.discardOutbox(ExitReason.killed());
		assertThat(this.probe.await(3)).containsExactly("true", "first", "second");
	}

	@Test
	void a_crash_that_cannot_be_logged_for_lack_of_memory_is_logged_later() {
		try (FullAppender log = new FullAppender("io.triotp.crash", 2)) {
			Puppet crashing = Puppet.spawn(this.node, SpawnOptions.defaults().label("crashing"));
			crashing.tell((self) -> {
				throw new IllegalStateException("the cause");
			});
			assertThat(Probe.exitOf(this.node, crashing.pid())).isInstanceOf(ExitReason.Crash.class);
			assertThat((String) log.logged.await()).contains("crashing", "earlier", "the cause");
		}
	}

	@Test
	void a_crash_whose_stack_trace_cannot_be_logged_is_logged_without() {
		try (FullAppender log = new FullAppender("io.triotp.crash", 0)) {
			Puppet crashing = Puppet.spawn(this.node, SpawnOptions.defaults().label("crashing"));
			crashing.tell((self) -> {
				throw new Endless();
			});
			assertThat(Probe.exitOf(this.node, crashing.pid())).isInstanceOf(ExitReason.Crash.class);
			assertThat((String) log.logged.await()).contains("crashing", "StackOverflowError");
		}
	}

	/** What is marked for the rescue stays marked. */
	private LocalNode withoutRescue() {
		LocalNode local = (LocalNode) this.node;
		local.rescue.close();
		Probe.until(() -> !local.rescue.isRunning());
		return local;
	}

	@Test
	void a_receiver_whose_wake_up_fails_is_woken_by_the_rescue_and_the_sender_goes_on() {
		LocalNode local = withoutRescue();
		Sleeper sleeper = new Sleeper(local, new OutOfMemoryError("test"));
		assertThat(sleeper.enqueue(new PlainEnvelope("message"))).isTrue();
		assertThat(local.rescue.needed).isTrue();
	}

	@Test
	void a_sender_without_stack_gets_the_error_and_the_receiver_is_woken_by_the_rescue() {
		LocalNode local = withoutRescue();
		Sleeper sleeper = new Sleeper(local, new StackOverflowError("test"));
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> sleeper.enqueue(new PlainEnvelope("message")));
		assertThat(local.rescue.needed).isTrue();
	}

	@Test
	void a_second_thread_for_a_process_that_has_one_does_nothing() {
		Gate gate = new Gate();
		Puppet puppet = Puppet.spawn(this.node);
		puppet.tell((self) -> {
			gate.pass();
			return null;
		});
		gate.awaitReached();
		puppet.tell((self) -> {
			this.probe.tell("next");
			return null;
		});
		((ReactiveCell) puppet.pid()).run();
		assertThat(this.probe.rest()).isEmpty();
		gate.open();
		assertThat(this.probe.await()).isEqualTo("next");
	}

	@Test
	void a_thread_for_a_process_that_is_asleep_lets_it_sleep() {
		Puppet puppet = Puppet.spawn(this.node);
		puppet.ask((self) -> "awake");
		Probe.until(() -> ((ReactiveCell) puppet.pid()).isAsleep());
		((ReactiveCell) puppet.pid()).run();
		assertThat(((ReactiveCell) puppet.pid()).isAsleep()).isTrue();
		assertThat(puppet.<String>ask((self) -> "awake again")).isEqualTo("awake again");
	}

	private static void runOutOfMemory(AtomicInteger calls) {
		if (calls.getAndIncrement() == 0) {
			throw new OutOfMemoryError("test");
		}
	}

	/** An exception that cannot be described. */
	private static final class Endless extends RuntimeException {

		@Override
		public String getMessage() {
			return getMessage() + "!";
		}

	}

	/** A message whose sender waits for news of it. */
	private final class Waiting extends Envelope {

		private final String name;

		private final Runnable first;

		Waiting(String name, Runnable first) {
			this.name = name;
			this.first = first;
		}

		@Override
		public Object content() {
			return this.name;
		}

		@Override
		public void undelivered(DeadLetterReason why, ExitReason exit) {
			this.first.run();
			RescueTests.this.probe.tell(this.name);
		}

	}

	/** An appender that runs out of memory a number of times. */
	private static final class FullAppender extends AppenderBase<ILoggingEvent> implements AutoCloseable {

		private final Probe<Object> logged = new Probe<>();

		private final AtomicInteger failures;

		private final Logger logger;

		private final @Nullable Level before;

		FullAppender(String name, int failures) {
			this.failures = new AtomicInteger(failures);
			this.logger = (Logger) LoggerFactory.getLogger(name);
			this.before = this.logger.getLevel();
			this.logger.setLevel(Level.INFO);
			this.logger.setAdditive(false);
			this.logger.addAppender(this);
			start();
		}

		@Override
		protected void append(ILoggingEvent event) {
			if (this.failures.getAndDecrement() > 0) {
				throw new OutOfMemoryError("test");
			}
			this.logged.tell(event.getFormattedMessage());
		}

		@Override
		public void close() {
			this.logger.detachAppender(this);
			this.logger.setLevel(this.before);
			this.logger.setAdditive(true);
		}

	}

	/** Code that does nothing. */
	private static final class Idle implements Behaviour {

		@Override
		public @Nullable ExitReason start(Self self) {
			return null;
		}

		@Override
		public @Nullable ExitReason handle(Envelope envelope) {
			return null;
		}

		@Override
		public void terminate(ExitReason reason) {
		}

		@Override
		public Class<?> type() {
			return Idle.class;
		}

	}

	/** A mailbox whose process gets no thread. */
	private static final class Sleeper extends MailboxCell {

		private final AtomicReference<@Nullable Error> error;

		Sleeper(LocalNode node, Error error) {
			super(node, 1, null);
			this.error = new AtomicReference<>(error);
			fallAsleep();
		}

		@Override
		Class<?> type() {
			return Sleeper.class;
		}

		@Override
		void wake() {
			Error failure = this.error.getAndSet(null);
			if (failure != null) {
				throw failure;
			}
		}

		@Override
		void requireRoomToWake() {
		}

		@Override
		boolean isCurrent() {
			return false;
		}

		@Override
		boolean wantsToEnd() {
			return false;
		}

		@Override
		int highWaterMark() {
			return WaterLevel.NEVER;
		}

		@Override
		void lookAtLength() {
		}

		@Override
		void undelivered(Envelope envelope, DeadLetterReason why, ExitReason exit) {
		}

		@Override
		public String node() {
			return "node";
		}

		@Override
		public boolean isAlive() {
			return true;
		}

		@Override
		public String path() {
			return "sleeper";
		}

	}

}
