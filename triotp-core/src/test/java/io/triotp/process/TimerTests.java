package io.triotp.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.triotp.testing.Conformance;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import io.triotp.time.Deadline;
import io.triotp.time.TimeSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TimerTests {

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Puppet puppet = Puppet.spawn(this.node);

	@AfterEach
	void close() {
		this.node.close();
	}

	private TimerRef after(long millis, Object message) {
		return this.puppet.ask((self) -> self.sendAfter(Duration.ofMillis(millis), message));
	}

	/** What the puppet has been told by now. */
	private List<Object> told() {
		this.puppet.run((self) -> {
		});
		return this.puppet.received().rest();
	}

	@Test
	void a_message_comes_when_its_time_has_come_and_not_before() { // OTP T1
		after(100, "tick");
		this.time.advance(Duration.ofMillis(99));
		assertThat(told()).isEmpty();
		this.time.advance(Duration.ofMillis(1));
		assertThat(told()).containsExactly("tick");
		assertThat(this.time.scheduled()).isZero();
	}

	@Test
	@Conformance("TMR-08")
	void zero_is_allowed_and_negative_is_not_for_any_timer() { // OTP T2
		after(0, "now");
		this.time.advance(Duration.ZERO);
		assertThat(told()).containsExactly("now");
		Duration negative = Duration.ofMillis(-1);
		this.puppet.run((self) -> {
			List<ThrowingCallable> timers = List.of(() -> self.sendAfter(negative, "never"),
					() -> self.sendAfter(negative, self.pid(), "never"),
					() -> self.sendAfter(negative, "a name", "never"), () -> self.startTimer(negative, "never"),
					() -> self.sendEvery(negative, "never"));
			timers
				.forEach((each) -> assertThatIllegalArgumentException().isThrownBy(each).withMessageContaining("-1ms"));
		});
		assertThat(this.time.scheduled()).isZero();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.puppet.run((self) -> self.sendEvery(Duration.ZERO, "always")));
	}

	@Test
	@Conformance("TMR-08")
	void a_delay_of_many_lifetimes_is_allowed_and_as_good_as_never() { // OTP T9; other
																		// than T2
		Duration never = Duration.ofSeconds(Long.MAX_VALUE);
		List<TimerRef> timers = this.puppet.ask((self) -> List.of(self.sendAfter(never, "never"),
				self.startTimer(never, "never"), self.sendEvery(never, "never")));
		this.time.advance(Duration.ofDays(365 * 70));
		assertThat(told()).isEmpty();
		timers.forEach((each) -> assertThat(each.cancel()).isPresent());
	}

	@Test
	@Conformance("TMR-05")
	void timers_fire_in_the_order_of_their_times() { // OTP T3
		after(30, "c");
		after(10, "a");
		after(20, "b");
		this.time.advance(Duration.ofMillis(30));
		assertThat(told()).containsExactly("a", "b", "c");
	}

	@Test
	@Conformance("TMR-02")
	void cancelling_tells_what_was_left_and_keeps_the_message_away() { // OTP T4
		TimerRef timer = after(100, "tick");
		this.time.advance(Duration.ofMillis(40));
		assertThat(timer.cancel()).contains(Duration.ofMillis(60));
		assertThat(timer.cancel()).isEmpty();
		this.time.advance(Duration.ofMillis(100));
		assertThat(told()).isEmpty();
		assertThat(this.time.scheduled()).isZero();
	}

	@Test
	@Conformance("TMR-01")
	void a_started_timer_says_that_it_was_this_one_and_then_has_nothing_left_to_read_or_cancel() { // OTP
																									// T1,
																									// T4,
																									// T5
		TimerRef timer = this.puppet.ask((self) -> self.startTimer(Duration.ofMillis(1_000), "tick"));
		this.time.advance(Duration.ofMillis(999));
		assertThat(told()).isEmpty();
		this.time.advance(Duration.ofMillis(1));
		assertThat(told()).containsExactly(new SystemMessage.Timeout(timer, "tick"));
		assertThat(timer.remaining()).isEmpty();
		assertThat(timer.cancel()).isEmpty();
	}

	@Test
	void a_started_timer_that_is_cancelled_is_silent() { // OTP T4
		TimerRef timer = this.puppet.ask((self) -> self.startTimer(Duration.ofMillis(100), "tick"));
		assertThat(timer.cancel()).contains(Duration.ofMillis(100));
		this.time.advance(Duration.ofMillis(100));
		assertThat(told()).isEmpty();
	}

	@Test
	@Conformance("TMR-01")
	void a_fired_timer_has_nothing_left_to_cancel() { // OTP T4
		TimerRef timer = after(100, "tick");
		this.time.advance(Duration.ofMillis(100));
		assertThat(timer.cancel()).isEmpty();
		assertThat(told()).containsExactly("tick");
	}

	@Test
	void any_thread_may_cancel() { // OTP T7
		TimerRef timer = after(100, "tick");
		Puppet other = Puppet.spawn(this.node);
		Optional<Duration> left = other.ask((self) -> timer.cancel());
		assertThat(left).contains(Duration.ofMillis(100));
	}

	@Test
	void one_of_many_can_be_cancelled() {
		after(10, "a");
		TimerRef middle = after(10, "b");
		after(10, "c");
		middle.cancel();
		this.time.advance(Duration.ofMillis(10));
		assertThat(told()).containsExactly("a", "c");
	}

	@Test
	void a_million_that_were_cancelled_leave_nothing() {
		for (int i = 0; i < 100; i++) {
			int cancelled = this.puppet.ask((self) -> {
				int count = 0;
				for (int j = 0; j < 10_000; j++) {
					count += self.sendAfter(Duration.ofMillis(j), "never").cancel().isPresent() ? 1 : 0;
				}
				return count;
			});
			assertThat(cancelled).isEqualTo(10_000);
		}
		assertThat(this.time.scheduled()).isZero();
		assertThat(this.node.view().details(this.puppet.pid()).orElseThrow().timers()).isZero();
		this.time.advance(Duration.ofHours(1));
		assertThat(told()).isEmpty();
	}

	@Test
	@Conformance("TMR-12")
	void a_timer_dies_with_its_process() { // OTP T6
		after(100, "tick");
		this.puppet.run((self) -> self.sendEvery(Duration.ofMillis(10), "tock"));
		assertThat(this.time.scheduled()).isEqualTo(2);
		this.node.host().stop(this.puppet.pid(), ExitReason.shutdown());
		this.puppet.exit();
		// Who asks for the end of a process may hear of it before the clock does.
		Probe.until(() -> this.time.scheduled() == 0);
		this.time.advance(Duration.ofMillis(100));
		assertThat(this.node.view().deadLetters(DeadLetterReason.NO_PROCESS)).isZero();
	}

	@Test
	void a_timer_for_a_process_that_has_ended_by_then_is_a_dead_letter() { // OTP T6
		Puppet other = Puppet.spawn(this.node);
		this.puppet.run((self) -> self.sendAfter(Duration.ofMillis(10), other.pid(), "tick"));
		this.node.kill(other.pid());
		this.time.advance(Duration.ofMillis(10));
		assertThat(this.node.view().deadLetters(DeadLetterReason.NO_PROCESS)).isEqualTo(1);
	}

	@Test
	void a_periodic_timer_fires_once_each_period() { // OTP T8
		TimerRef timer = this.puppet.ask((self) -> self.sendEvery(Duration.ofMillis(10), "tick"));
		this.time.advance(Duration.ofMillis(9));
		assertThat(told()).isEmpty();
		this.time.advance(Duration.ofMillis(1));
		assertThat(told()).hasSize(1);
		this.time.advance(Duration.ofMillis(25));
		assertThat(told()).hasSize(2);
		this.time.advance(Duration.ofMillis(5));
		assertThat(told()).hasSize(1);
		assertThat(timer.cancel()).contains(Duration.ofMillis(10));
		this.time.advance(Duration.ofMillis(100));
		assertThat(told()).isEmpty();
		assertThat(this.time.scheduled()).isZero();
	}

	@Test
	@Conformance("TMR-04")
	void a_timer_of_more_than_two_to_the_31_milliseconds_counts_down() {
		TimerRef timer = after(1L << 32, "in seven weeks");
		this.time.advance(Duration.ofMillis(200));
		assertThat(timer.cancel()).contains(Duration.ofMillis((1L << 32) - 200));
	}

	@Test
	@Conformance("TMR-10")
	void reading_tells_what_is_left_and_changes_nothing() { // OTP T5
		TimerRef timer = after(100, "tick");
		this.time.advance(Duration.ofMillis(40));
		assertThat(timer.remaining()).contains(Duration.ofMillis(60));
		assertThat(timer.remaining()).contains(Duration.ofMillis(60));
		assertThat(timer.cancel()).contains(Duration.ofMillis(60));
		assertThat(timer.remaining()).isEmpty();
	}

	@Test
	@Conformance("TMR-01")
	void a_fired_timer_has_nothing_left_to_read() { // OTP T5
		TimerRef timer = after(100, "tick");
		this.time.advance(Duration.ofMillis(100));
		assertThat(timer.remaining()).isEmpty();
		assertThat(told()).containsExactly("tick");
	}

	@Test
	@Conformance("TMR-13")
	void a_timer_for_a_name_reaches_who_has_it_when_its_time_has_come() { // OTP T6
		Puppet first = Puppet.spawn(this.node, SpawnOptions.defaults().name("shop"));
		this.puppet.run((self) -> self.sendAfter(Duration.ofMillis(10), "shop", "tick"));
		this.puppet.run((self) -> self.sendAfter(Duration.ofMillis(10), "nobody", "tick"));
		this.node.kill(first.pid());
		Puppet second = Puppet.spawn(this.node, SpawnOptions.defaults().name("shop"));
		this.time.advance(Duration.ofMillis(10));
		assertThat(second.received().await()).isEqualTo("tick");
		assertThat(first.received().rest()).isEmpty();
		assertThat(this.node.view().deadLetters(DeadLetterReason.NO_PROCESS)).isEqualTo(1);
	}

	@Test
	void a_receiver_of_another_runtime_is_refused_when_the_timer_is_made() {
		try (Processes other = LocalNode.create(NodeOptions.defaults().time(new ManualTime()))) {
			Pid foreign = Puppet.spawn(other).pid();
			assertThatIllegalArgumentException()
				.isThrownBy(() -> this.puppet.run((self) -> self.sendAfter(Duration.ofMillis(1), foreign, "hello")));
			assertThat(this.time.scheduled()).isZero();
		}
	}

	@Test
	void the_time_of_the_machine_fires_timers_too() {
		try (Processes real = LocalNode.create()) {
			Puppet waiting = Puppet.spawn(real);
			waiting.run((self) -> self.sendAfter(Duration.ofMillis(1), "tick"));
			assertThat(waiting.received().await()).isEqualTo("tick");
		}
	}

	@Test
	void a_closed_time_of_the_machine_schedules_nothing_and_says_so() {
		TimeSource real = TimeSource.system();
		real.close();
		assertThat(real.schedule(0, () -> {
		}).cancel()).isFalse();
	}

	@Test
	void a_negative_timeout_is_refused() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> Deadline.after(Duration.ofNanos(-1), this.time));
	}

}
