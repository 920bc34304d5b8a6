package io.triotp.process;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

import io.triotp.testing.Gate;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import io.triotp.time.TimeSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Code of a user that runs as a process, but on a thread that the process can do without.
 */
class GuardedCallTests {

	private static final Duration LIMIT = Duration.ofSeconds(3);

	private final ManualTime time = new ManualTime();

	private final Gate gate = new Gate();

	private final Probe<Object> seen = new Probe<>();

	/** Whose reading of the wall clock, in the middle of a start, takes long. */
	private volatile Thread slowReader = Thread.currentThread();

	private final BehaviourHost node = LocalNode.create(NodeOptions.defaults().time(new SlowlyRead())).host();

	private final Puppet process = Puppet.spawn(this.node).trapping();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	private <T> T guarded(Callable<T> code) throws Exception {
		return this.node.callWithin(LIMIT, code, (place) -> new TooLate());
	}

	/** Has the process run code until it gives it up. */
	private void giveUp(Callable<?> code) {
		Future<Object> result = Probe.async(() -> this.process.ask((self) -> {
			try {
				return guarded(code);
			}
			catch (TooLate ex) {
				return "given up";
			}
		}));
		this.gate.awaitReached();
		this.time.awaitParked(1);
		this.time.advance(LIMIT);
		try {
			assertThat(Probe.get(result)).isEqualTo("given up");
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void it_runs_as_the_process_and_returns_or_throws() {
		assertThat((Object) this.process.ask((self) -> guarded(Self::current))).isEqualTo(this.process.pid());
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> this.process.ask((self) -> guarded(() -> {
			throw new TooLate();
		}))).withStackTraceContaining("TooLate");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> guarded(() -> "no process"))
			.withMessageContaining("runs no process");
	}

	@Test
	void a_start_in_the_middle_of_which_it_was_given_up_leaves_no_process() {
		giveUp(() -> {
			this.slowReader = Thread.currentThread();
			try {
				return Self.current().spawnLink((self) -> this.seen.tell("it runs"));
			}
			catch (IllegalStateException ex) {
				this.seen.tell(ex.getMessage());
				throw ex;
			}
		});
		this.gate.open();
		assertThat(this.seen.await().toString()).contains("was given up: it no longer acts as");
		assertThat(this.node.view().processCount()).isEqualTo(1);
		assertThat(this.seen.rest()).isEmpty();
	}

	@Test
	void what_it_waited_for_is_not_confused_with_what_the_process_waits_for_afterwards() {
		Pid other = this.node.spawn((self) -> self.receive());
		giveUp(() -> {
			Self self = Self.current();
			this.node.startWaiting(self, waitFor(other));
			this.gate.passStubbornly();
			this.node.stopWaiting(self);
			this.seen.tell("late");
			return null;
		});
		assertThat(this.node.waiting(this.process.pid())).isEmpty();
		Waiting next = waitFor(other);
		this.process.ask((self) -> this.node.startWaiting(next));
		this.gate.open();
		this.seen.await();
		assertThat(this.node.waiting(this.process.pid())).contains(next);
	}

	@Test
	void it_does_not_begin_when_the_process_has_been_killed() {
		Puppet killed = Puppet.spawn(this.node);
		Future<Object> asked = Probe.async(() -> killed.ask((self) -> {
			this.node.kill(self.pid());
			try {
				return guarded(() -> {
					this.seen.tell("begun");
					return null;
				});
			}
			finally {
				this.seen.tell("over");
			}
		}));
		assertThat(this.seen.await()).isEqualTo("over");
		asked.cancel(true);
	}

	private static Waiting waitFor(Pid pid) {
		return new Waiting() {

			@Override
			public Pid target() {
				return pid;
			}

			@Override
			public boolean isOver() {
				return false;
			}

		};
	}

	private static final class TooLate extends Exception {

	}

	private final class SlowlyRead implements TimeSource {

		@Override
		public long nanoTime() {
			return GuardedCallTests.this.time.nanoTime();
		}

		@Override
		public Instant instant() {
			if (Thread.currentThread() == GuardedCallTests.this.slowReader && Thread.currentThread().isVirtual()) {
				GuardedCallTests.this.gate.passStubbornly();
			}
			return GuardedCallTests.this.time.instant();
		}

		@Override
		public Scheduled schedule(long delayNanos, Runnable task) {
			return GuardedCallTests.this.time.schedule(delayNanos, task);
		}

		@Override
		public void park(Object blocker, long nanos) {
			GuardedCallTests.this.time.park(blocker, nanos);
		}

		@Override
		public void close() {
			GuardedCallTests.this.time.close();
		}

	}

}
