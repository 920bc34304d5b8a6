package io.triotp.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.triotp.testing.LogProbe;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ReactiveProcessTests {

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Probe<Object> probe = new Probe<>();

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void under_load_of_four_senders_nothing_is_lost_and_each_sender_keeps_its_order() throws Throwable { // OTP
																											// P3
		int senders = 4;
		int each = 200_000;
		Counting counting = new Counting(senders, each);
		Pid pid = this.node.host().spawn(SpawnOptions.defaults(), counting);
		List<Future<String>> sending = new ArrayList<>();
		for (int s = 0; s < senders; s++) {
			int sender = s;
			sending.add(Probe.async(() -> {
				for (int i = 0; i < each; i++) {
					this.node.send(pid, new Numbered(sender, i));
				}
				return "sent";
			}));
		}
		for (Future<String> future : sending) {
			assertThat(Probe.get(future)).isEqualTo("sent");
		}
		assertThat(counting.done.await(30, TimeUnit.SECONDS)).as("%d missing", counting.done.getCount()).isTrue();
		assertThat(counting.disorder).isNull();
		assertThat(counting.overlap).isFalse();
		Probe.until(() -> this.node.view().info(pid).orElseThrow().state() == ProcessInfo.State.WAITING);
		assertThat(this.node.view().info(pid).orElseThrow().handled()).isEqualTo((long) senders * each);
		assertThat(this.node.view().info(pid).orElseThrow().mailboxSize()).isZero();
	}

	@Test
	void an_idle_process_owns_no_thread() {
		Puppet puppet = Puppet.spawn(this.node);
		Probe<Thread> threads = new Probe<>();
		puppet.run((self) -> threads.tell(Thread.currentThread()));
		Thread first = threads.await();
		Probe.until(() -> !first.isAlive());
		assertThat(((ProcessCell) puppet.pid()).runner).isNull();
		assertThat(this.node.view().info(puppet.pid()).orElseThrow().state()).isEqualTo(ProcessInfo.State.WAITING);
		puppet.run((self) -> threads.tell(Thread.currentThread()));
		assertThat(threads.await()).isNotSameAs(first);
	}

	@Test
	void a_stale_interrupt_does_not_reach_the_next_message() {
		Puppet puppet = Puppet.spawn(this.node);
		puppet.tell((self) -> {
			this.node.send(self.pid(), (Puppet.Command) (again) -> {
				this.probe.tell(Thread.currentThread().isInterrupted());
				return null;
			});
			Thread.currentThread().interrupt();
			return null;
		});
		assertThat(this.probe.await()).isEqualTo(false);
	}

	@Test
	void a_stale_interrupt_of_the_start_does_not_reach_the_first_message() {
		Pid pid = this.node.host().spawn(SpawnOptions.defaults(), new Interrupted());
		this.node.send(pid, "first");
		assertThat(this.probe.await(2)).containsExactly("started false", "first false");
	}

	@Test
	void a_crash_is_reported_with_the_type_of_the_message_and_not_its_content() {
		try (LogProbe log = new LogProbe("io.triotp.crash")) {
			Pid pid = this.node.host().spawn(SpawnOptions.defaults().label("shop"), new Counting(1, 1));
			this.node.send(pid, "secret");
			assertThat(Probe.exitOf(this.node, pid).exception()).isInstanceOf(ClassCastException.class);
			assertThat(log.await().getFormattedMessage()).startsWith("shop (" + pid + ") crashed on java.lang.String");
			assertThat(log.rest()).isEmpty();
		}
	}

	@Test
	void a_label_cannot_forge_the_lines_of_a_report() {
		try (LogProbe log = new LogProbe("io.triotp.crash")) {
			Puppet puppet = Puppet.spawn(this.node, SpawnOptions.defaults().label("till\nFATAL \u001b[31m"));
			puppet.tell((self) -> ExitReason.failure("boom"));
			ILoggingEvent event = log.await();
			assertThat(event.getFormattedMessage()).startsWith("till\\nFATAL \\u001b[31m (");
			assertThat(event.getMDCPropertyMap()).containsEntry("triotp.path", "till\\nFATAL \\u001b[31m");
		}
	}

	@Test
	void the_place_of_a_process_goes_no_further_than_its_first_dead_ancestor() {
		Probe<Pid> last = new Probe<>();
		this.node.host().spawn(SpawnOptions.defaults().label("first"), successor(1_000, last));
		Pid pid = last.await();
		Probe.until(() -> this.node.view().processCount() == 1);
		assertThat(((ProcessCell) pid).path()).isEqualTo("successor 0");
	}

	/** Starts the next, linked, and ends. */
	private ProcessBody successor(int left, Probe<Pid> last) {
		return (self) -> {
			if (left > 0) {
				this.node.host()
					.spawn(SpawnOptions.defaults().label("successor " + (left - 1)).linked(true),
							successor(left - 1, last));
				return;
			}
			last.tell(self.pid());
			self.receive();
		};
	}

	@Test
	void the_place_of_a_process_names_twenty_ancestors_and_no_more() {
		Puppet puppet = Puppet.spawn(this.node);
		for (int i = 0; i < 30; i++) {
			SpawnOptions options = SpawnOptions.defaults().label("level " + i).linked(true);
			puppet = puppet.ask((self) -> Puppet.spawn(this.node, options));
		}
		assertThat(((ProcessCell) puppet.pid()).path().split("/")).hasSize(21)
			.startsWith("level 9")
			.endsWith("level 29");
	}

	@Test
	void a_clean_end_is_not_reported() { // OTP S11
		try (LogProbe log = new LogProbe("io.triotp.crash")) {
			for (ExitReason reason : List.of(ExitReason.normal(), ExitReason.shutdown(),
					ExitReason.shutdown("detail"))) {
				Puppet puppet = Puppet.spawn(this.node);
				puppet.tell((self) -> reason);
				assertThat(puppet.exit()).isEqualTo(reason);
			}
			assertThat(log.rest()).isEmpty();
		}
	}

	@Test
	void an_exception_of_terminate_replaces_the_reason_and_keeps_it_as_suppressed() { // OTP
																						// G24
		IllegalStateException first = new IllegalStateException("first");
		IllegalStateException second = new IllegalStateException("second");
		Counting behaviour = new Counting(1, 1) {

			@Override
			public ExitReason handle(Envelope envelope) {
				throw first;
			}

			@Override
			public void terminate(ExitReason reason) {
				throw second;
			}

		};
		Pid pid = this.node.host().spawn(SpawnOptions.defaults(), behaviour);
		this.node.send(pid, "go");
		assertThat(Probe.exitOf(this.node, pid)).isEqualTo(ExitReason.crash(second));
		assertThat(second).hasSuppressedException(first);
	}

	@Test
	void exit_ends_a_process_with_its_reason_and_terminate_runs() {
		Puppet puppet = Puppet.spawn(this.node);
		puppet.tell((self) -> {
			throw self.exit(ExitReason.failure("enough"));
		});
		assertThat(puppet.exit()).isEqualTo(ExitReason.failure("enough"));
		assertThat(puppet.terminated().await()).isEqualTo(ExitReason.failure("enough"));
	}

	@Test
	void a_failed_release_keeps_nobody_from_being_told() {
		Counting behaviour = new Counting(1, 1) {

			@Override
			public void exited(Pid process, ExitReason reason) {
				throw new IllegalStateException("bad release");
			}

		};
		Puppet witness = Puppet.spawn(this.node);
		Pid pid = this.node.host().spawn(SpawnOptions.defaults(), behaviour);
		witness.run((self) -> self.monitor(pid));
		this.node.host().stop(pid, ExitReason.shutdown());
		assertThat(((SystemMessage.Down) witness.received().await()).reason()).isEqualTo(ExitReason.shutdown());
	}

	@Test
	void self_is_for_processes_only() {
		assertThat(Self.currentOrNull()).isNull();
		assertThatIllegalStateException().isThrownBy(Self::current).withMessageContaining("runs no process");
		Puppet puppet = Puppet.spawn(this.node);
		assertThat(puppet.<Pid>ask((self) -> Self.current().pid())).isEqualTo(puppet.pid());
	}

	@Test
	void a_closed_runtime_holds_nothing_and_starts_nothing() {
		for (int i = 0; i < 100; i++) {
			Puppet.spawn(this.node, SpawnOptions.defaults().name("p" + i))
				.run((self) -> self.sendEvery(Duration.ofSeconds(1), "tick"));
		}
		Pid plain = this.node.spawn(PlainProcess::receive);
		this.node.close();
		assertThat(this.node.view().processCount()).isZero();
		assertThat(this.node.whereis("p0")).isEmpty();
		assertThat(plain.isAlive()).isFalse();
		assertThat(this.time.isClosed()).isTrue();
		assertThat(this.time.scheduled()).isZero();
		assertThatIllegalStateException().isThrownBy(() -> Puppet.spawn(this.node))
			.withMessageContaining("starts nothing");
		this.node.close();
	}

	@Test
	void a_process_whose_start_overlaps_close_does_not_survive_it() {
		this.node.view().addListener((event) -> {
			if (event instanceof ProcessEvent.Started) {
				this.node.close();
			}
		});
		this.node.host().addExitHook((pid) -> this.probe.tell(pid));
		Puppet.spawn(this.node);
		this.probe.await();
		assertThat(this.node.view().processCount()).isZero();
	}

	@Test
	void many_spawns_while_the_runtime_closes_leave_nothing() throws Throwable {
		for (int round = 0; round < 20; round++) {
			Processes doomed = LocalNode.create(NodeOptions.defaults().time(new ManualTime()));
			CountDownLatch going = new CountDownLatch(1);
			Future<String> spawning = Probe.async(() -> {
				try {
					while (true) {
						Puppet.spawn(doomed);
						going.countDown();
					}
				}
				catch (IllegalStateException ex) {
					return "refused";
				}
			});
			assertThat(going.await(10, TimeUnit.SECONDS)).isTrue();
			doomed.close();
			assertThat(Probe.get(spawning)).isEqualTo("refused");
			assertThat(doomed.view().processCount()).isZero();
		}
	}

	private record Numbered(int sender, int number) {
	}

	/** Counts, and notes what comes out of order or at the same time. */
	private static class Counting implements Behaviour {

		private final int[] next;

		private final CountDownLatch done;

		private volatile String disorder;

		private volatile boolean overlap;

		/** Plain on purpose: the node promises that each handler sees the last. */
		private boolean inside;

		Counting(int senders, int each) {
			this.next = new int[senders];
			this.done = new CountDownLatch(senders * each);
		}

		@Override
		public ExitReason start(Self self) {
			return null;
		}

		@Override
		public ExitReason handle(Envelope envelope) {
			this.overlap |= this.inside;
			this.inside = true;
			Numbered message = (Numbered) envelope.content();
			int expected = this.next[message.sender()]++;
			if (message.number() != expected) {
				this.disorder = message + " instead of " + expected;
			}
			this.done.countDown();
			this.inside = false;
			return null;
		}

		@Override
		public void terminate(ExitReason reason) {
		}

		@Override
		public Class<?> type() {
			return Counting.class;
		}

	}

	private final class Interrupted implements Behaviour {

		@Override
		public ExitReason start(Self self) {
			Thread.currentThread().interrupt();
			return null;
		}

		@Override
		public ExitReason started() {
			ReactiveProcessTests.this.probe.tell("started " + Thread.currentThread().isInterrupted());
			Thread.currentThread().interrupt();
			return null;
		}

		@Override
		public ExitReason handle(Envelope envelope) {
			ReactiveProcessTests.this.probe.tell(envelope.content() + " " + Thread.currentThread().isInterrupted());
			return null;
		}

		@Override
		public void terminate(ExitReason reason) {
		}

		@Override
		public Class<?> type() {
			return Interrupted.class;
		}

	}

}
