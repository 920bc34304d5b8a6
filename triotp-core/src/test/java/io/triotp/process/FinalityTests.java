package io.triotp.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What has returned is final: after {@code unlink}, {@code cancel}, {@code trapExits} and
 * {@code kill} nothing happens that they rule out, whatever was under way. Each test
 * comes in between at the worst moment, through a lock, a clock or a mailbox that looks
 * on.
 */
class FinalityTests {

	private static final ExitReason BOOM = ExitReason.failure("boom");

	private final Meddler time = new Meddler();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Probe<Object> probe = new Probe<>();

	@AfterEach
	void close() {
		this.node.close();
	}

	private ReactiveCell cell(long id, @Nullable ProcessCell parent, Behaviour behaviour) {
		return new ReactiveCell((LocalNode) this.node, id, SpawnOptions.defaults(), parent, behaviour);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4 })
	void a_process_is_on_its_way_out_before_unlink_returns_or_stays(int step) { // OTP L4
		AtomicInteger countdown = new AtomicInteger(-1);
		Bonds[] bonds = new Bonds[1];
		ReactiveCell dead = cell(1001, null, new Recorder());
		ReactiveCell peer = cell(1002, null, new Recorder());
		Runnable unlink = () -> {
			if (countdown.decrementAndGet() == 0) {
				bonds[0].unlink(peer, dead);
				this.probe.tell(Optional.ofNullable(peer.requestedExit()));
			}
		};
		bonds[0] = new Bonds(new StripedLocks(() -> new OpenedLock(unlink)));
		bonds[0].link(dead, peer);
		countdown.set(step);
		dead.claimExit(BOOM);
		bonds[0].sever(dead, BOOM);
		List<Object> whenUnlinkReturned = this.probe.rest();
		if (!whenUnlinkReturned.isEmpty()) {
			assertThat(whenUnlinkReturned).containsExactly(Optional.ofNullable(peer.requestedExit()));
		}
	}

	@Test
	void a_process_is_on_its_way_out_before_trapping_begins_or_gets_a_message() { // OTP
																					// L7
		Puppet parent = Puppet.spawn(this.node);
		Recorder traps = new Recorder() {

			private volatile @Nullable Thread thread;

			@Override
			public @Nullable ExitReason handle(Envelope envelope) {
				this.thread = Thread.currentThread();
				Self self = Self.current();
				self.trapExits(true);
				FinalityTests.this.probe.tell(self.processes().host().isEnding(self.pid()));
				return null;
			}

			@Override
			public boolean endsWithParent() {
				// Called between the look whether it traps and the effect.
				Pid child = FinalityTests.this.node.view()
					.processes()
					.filter((each) -> each.behaviour() == type())
					.findFirst()
					.orElseThrow()
					.pid();
				FinalityTests.this.node.send(child, "trap");
				Probe.until(() -> this.thread instanceof Thread own
						&& (own.getState() == Thread.State.WAITING || own.getState() == Thread.State.TERMINATED));
				return false;
			}

		};
		Pid child = parent.ask((self) -> self.processes().host().spawn(SpawnOptions.defaults().linked(true), traps));
		parent.run((self) -> self.unlink(child));
		parent.run((self) -> self.processes().exit(child, BOOM));
		boolean ending = (boolean) this.probe.await();
		this.node.send(child, "again");
		if (ending) {
			assertThat(Probe.exitOf(this.node, child)).isEqualTo(BOOM);
		}
		else {
			assertThat(this.probe.await(2)).containsExactly(false, false);
		}
	}

	@Test
	void no_tick_comes_after_a_periodic_timer_was_cancelled() { // OTP T4
		Puppet puppet = Puppet.spawn(this.node);
		TimerRef timer = puppet.ask((self) -> self.sendEvery(Duration.ofMillis(10), "tick"));
		this.time.nextSchedule = () -> this.probe.tell(timer.cancel());
		this.time.clock.advance(Duration.ofMillis(10));
		assertThat(this.probe.await()).isEqualTo(Optional.of(Duration.ofMillis(10)));
		puppet.run((self) -> {
		});
		assertThat(puppet.received().rest()).isEmpty();
		assertThat(this.time.clock.scheduled()).isZero();
	}

	@Test
	void no_handler_begins_after_a_kill_has_returned() {
		Recorder victim = new Recorder();
		ReactiveCell cell = new ReactiveCell((LocalNode) this.node, 1003, SpawnOptions.defaults(), null, victim) {

			@Override
			@Nullable Envelope poll() {
				Envelope taken = super.poll();
				if (taken != null) {
					kill();
					FinalityTests.this.probe.tell("killed");
				}
				return taken;
			}

		};
		cell.wake();
		this.node.send(cell, "hello");
		assertThat(this.probe.await()).isEqualTo("killed");
		Probe.until(() -> cell.runner == null);
		assertThat(victim.handled.rest()).isEmpty();
		assertThat(this.node.view().deadLetters(DeadLetterReason.PROCESS_EXITED)).isOne();
	}

	@Test
	void no_message_is_received_after_a_kill_has_returned() {
		Pid victim = this.node.spawn((self) -> {
			try {
				this.probe.tell(self.receiveMatching((message) -> {
					self.processes().kill(self.pid());
					return true;
				}));
			}
			catch (ExitException ex) {
				this.probe.tell(ex.reason());
			}
		});
		this.node.send(victim, "hello");
		assertThat(this.probe.await()).isEqualTo(ExitReason.killed());
		Probe.until(() -> this.node.view().zombieCount() == 0);
		assertThat(this.node.view().deadLetters(DeadLetterReason.PROCESS_EXITED)).isOne();
	}

	@Test
	void a_child_of_a_process_that_ends_while_it_starts_it_gets_its_reason() { // OTP L3,
																				// L5
		Puppet parent = Puppet.spawn(this.node);
		parent.tell((self) -> {
			this.time.nextInstant = () -> this.node.kill(self.pid());
			this.probe.tell(self.spawnLink(PlainProcess::receive));
			return null;
		});
		Pid child = (Pid) this.probe.await();
		assertThat(Probe.exitOf(this.node, child)).isEqualTo(ExitReason.killed());
	}

	/** Tells what it handles. */
	private static class Recorder implements Behaviour {

		private final Probe<Object> handled = new Probe<>();

		@Override
		public @Nullable ExitReason start(Self self) {
			return null;
		}

		@Override
		public @Nullable ExitReason handle(Envelope envelope) {
			this.handled.tell(envelope.content());
			return null;
		}

		@Override
		public void terminate(ExitReason reason) {
		}

		@Override
		public Class<?> type() {
			return getClass();
		}

	}

	/** Does something each time it has been unlocked. */
	private static final class OpenedLock extends ReentrantLock {

		private static final long serialVersionUID = 1L;

		private final transient Runnable opened;

		OpenedLock(Runnable opened) {
			this.opened = opened;
		}

		@Override
		public void unlock() {
			super.unlock();
			if (!isHeldByCurrentThread()) {
				this.opened.run();
			}
		}

	}

	/** A clock that lets somebody come in between, once. */
	private static final class Meddler implements TimeSource {

		private final ManualTime clock = new ManualTime();

		private volatile @Nullable Runnable nextSchedule;

		private volatile @Nullable Runnable nextInstant;

		@Override
		public long nanoTime() {
			return this.clock.nanoTime();
		}

		@Override
		public Instant instant() {
			Runnable meddle = this.nextInstant;
			this.nextInstant = null;
			if (meddle != null) {
				meddle.run();
			}
			return this.clock.instant();
		}

		@Override
		public Scheduled schedule(long delayNanos, Runnable task) {
			Runnable meddle = this.nextSchedule;
			this.nextSchedule = null;
			if (meddle != null) {
				meddle.run();
			}
			return this.clock.schedule(delayNanos, task);
		}

		@Override
		public void park(Object blocker, long nanos) {
			this.clock.park(blocker, nanos);
		}

		@Override
		public void close() {
			this.clock.close();
		}

	}

}
