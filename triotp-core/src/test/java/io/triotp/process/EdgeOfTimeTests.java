package io.triotp.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.ManualTime;
import io.triotp.testing.Lives;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import io.triotp.time.TimeSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Clocks that overflow, and clocks that somebody sets.
 */
class EdgeOfTimeTests {

	private static final Duration DAY = Duration.ofDays(1);

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final ManualTime time = new ManualTime();

	private final OddTime odd = new OddTime(this.time);

	private Processes node;

	@AfterEach
	void close() {
		this.node.close();
	}

	private Processes start(long begin) {
		this.odd.begin = begin;
		this.node = LocalNode.create(NodeOptions.defaults().time(this.odd));
		return this.node;
	}

	/** A second before the clock overflows, at that moment, and where it passes zero. */
	@ParameterizedTest
	@ValueSource(longs = { Long.MAX_VALUE - 1_000_000_000, Long.MAX_VALUE, Long.MIN_VALUE, -1_000_000_000, 0 })
	void timeouts_and_timers_come_in_time_where_the_clock_overflows(long begin) {
		Puppet puppet = Puppet.spawn(start(begin));
		puppet.run((self) -> self.sendAfter(SECOND.multipliedBy(2), "tick"));
		Probe<Optional<Object>> received = new Probe<>();
		this.node.spawn((self) -> received.tell(self.receive(SECOND.multipliedBy(2))));
		ServerRef<Silent> silent = GenServer.start(this.node, new Silent());
		Future<Object> call = Probe.async(() -> silent.call(new Ask(), SECOND.multipliedBy(2)));
		this.time.awaitParked(2);
		this.time.advance(Duration.ofMillis(1_999));
		puppet.run((self) -> {
		});
		assertThat(puppet.received().rest()).isEmpty();
		assertThat(received.isEmpty()).isTrue();
		assertThat(call).isNotDone();
		this.time.advance(Duration.ofMillis(1));
		assertThat(puppet.received().await()).isEqualTo("tick");
		assertThat(received.await()).isEmpty();
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call));
	}

	@Test
	void a_wall_clock_that_jumps_a_day_changes_nothing() {
		Puppet puppet = Puppet.spawn(start(0));
		puppet.run((self) -> self.sendAfter(SECOND, "tick"));
		Lives lives = new Lives();
		Supervisor.start(this.node, "sup", SupervisorSpec.oneForOne(lives.server("a").name("a"))
			.intensity(new RestartIntensity(2, Duration.ofSeconds(5))));
		Pid supervisor = this.node.whereis("sup").orElseThrow();
		assertThat(lives.await(1)).containsExactly("+a");
		for (Duration jump : List.of(DAY, DAY.multipliedBy(2))) {
			this.odd.jump = jump;
			this.time.advance(Duration.ofMillis(400));
			Lives.crash(this.node, this.node.whereis("a").orElseThrow());
			assertThat(lives.await(2)).containsExactly("-a", "+a");
			Probe.until(() -> this.node.whereis("a").isPresent());
			puppet.run((self) -> {
			});
			assertThat(puppet.received().rest()).isEmpty();
		}
		this.odd.jump = DAY.negated();
		this.time.advance(Duration.ofMillis(200));
		assertThat(puppet.received().await()).isEqualTo("tick");
		// By the wall clock a day lies between each two crashes.
		this.odd.jump = DAY.multipliedBy(3);
		Lives.crash(this.node, this.node.whereis("a").orElseThrow());
		this.time.advanceUntil(() -> !supervisor.isAlive());
	}

	/** Never answered. */
	private record Ask() implements Call<Silent, Object> {
	}

	private static final class Silent implements GenServer<Object, Ask, Cast<Silent>> {

		@Override
		public Object init() {
			return this;
		}

		@Override
		public CallResult<Object> handleCall(Ask ask, From from, Object state) {
			return next(state);
		}

	}

	/** Manual time whose clocks show something else. */
	private static final class OddTime implements TimeSource {

		private final ManualTime time;

		private volatile long begin;

		private volatile Duration jump = Duration.ZERO;

		OddTime(ManualTime time) {
			this.time = time;
		}

		@Override
		public long nanoTime() {
			return this.begin + this.time.nanoTime();
		}

		@Override
		public Instant instant() {
			return this.time.instant().plus(this.jump);
		}

		@Override
		public Scheduled schedule(long delayNanos, Runnable task) {
			return this.time.schedule(delayNanos, task);
		}

		@Override
		public void park(Object blocker, long nanos) {
			this.time.park(blocker, nanos);
		}

		@Override
		public void close() {
			this.time.close();
		}

	}

}
