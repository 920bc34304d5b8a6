package io.triotp.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import io.triotp.time.TimeText;
import io.triotp.testing.Conformance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChildSpecTests {

	private static final StartFunction START = (context) -> {
		throw new AssertionError("nothing is started here");
	};

	@Test
	void a_worker_is_permanent_and_has_five_seconds_to_stop_if_nothing_is_said() { // OTP
																					// V2
		ChildSpec spec = ChildSpec.worker("w", START);
		assertThat(spec.type()).isEqualTo(ChildType.WORKER);
		assertThat(spec.restart()).isEqualTo(Restart.PERMANENT);
		assertThat(spec.shutdown()).isEqualTo(Shutdown.within(Duration.ofSeconds(5)));
		assertThat(spec.significant()).isFalse();
		assertThat(spec.backoff()).isNull();
		assertThat(spec.name()).isNull();
		assertThat(spec.startTimeout()).isNull();
		assertThat(spec.mailbox()).isNull();
	}

	@Test
	void a_supervisor_may_take_as_long_as_its_children_need() { // OTP V2
		ChildSpec spec = ChildSpec.supervisor("s", SupervisorSpec.oneForOne());
		assertThat(spec.type()).isEqualTo(ChildType.SUPERVISOR);
		assertThat(spec.restart()).isEqualTo(Restart.PERMANENT);
		assertThat(spec.shutdown()).isEqualTo(Shutdown.infinity());
		assertThat(ChildSpec.dynamicSupervisor("d", DynamicSupervisorSpec.defaults()).shutdown())
			.isEqualTo(Shutdown.infinity());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "a/b", "a\nb", "\u001b[31m" })
	void an_id_that_would_spoil_a_path_or_a_terminal_is_refused(String id) {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> ChildSpec.worker(id, START))
			.withMessageStartingWith("A child id must not be blank nor contain '/' or control characters, but is '")
			.matches((ex) -> ex.getMessage().chars().noneMatch(Character::isISOControl));
	}

	@Test
	@Conformance("SUP-41")
	void a_permanent_child_cannot_be_significant() { // OTP V3
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> SupervisorSpec.oneForOne(ChildSpec.worker("w", START).significant(true)))
			.withMessage("Child 'w' cannot be significant and permanent: a permanent child never ends for good");
	}

	@Test
	void the_order_of_changes_does_not_matter() {
		List<UnaryOperator<ChildSpec>> changes = List.of((spec) -> spec.restart(Restart.TEMPORARY),
				(spec) -> spec.significant(true), (spec) -> spec.shutdown(Shutdown.brutalKill()),
				(spec) -> spec.name("n"), (spec) -> spec.id("x"));
		assertThat(Orders.of(changes)).hasSize(120)
			.allMatch((order) -> Orders.apply(order, ChildSpec.worker("w", START))
				.equals(new ChildSpec("x", new ChildStart.Custom(START), ChildType.WORKER, Restart.TEMPORARY,
						Shutdown.brutalKill(), true, null, "n", null, null)));
	}

	@Test
	void a_start_timeout_must_be_more_than_nothing() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> ChildSpec.worker("w", START).startTimeout(Duration.ZERO))
			.withMessage("The start timeout of child 'w' must be more than 0, but is 0s");
	}

	@Test
	void a_shutdown_timeout_must_not_be_negative() { // OTP V3
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> Shutdown.within(Duration.ofMillis(-10)))
			.withMessage("Shutdown timeout must not be negative, but is -10ms");
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, Long.MAX_VALUE })
	void any_other_shutdown_timeout_is_fine(long seconds) {
		assertThat(Shutdown.within(Duration.ofSeconds(seconds))).hasToString(TimeText.of(Duration.ofSeconds(seconds)));
	}

	@Test
	void each_change_makes_another_specification_and_keeps_the_rest() {
		ChildSpec plain = ChildSpec.worker("w", START);
		ChildSpec changed = plain.restart(Restart.TRANSIENT)
			.shutdown(Shutdown.brutalKill())
			.significant(true)
			.backoff(Backoff.DEFAULT)
			.name("n")
			.startTimeout(Duration.ofSeconds(1))
			.id("x");
		assertThat(changed).isEqualTo(new ChildSpec("x", new ChildStart.Custom(START), ChildType.WORKER,
				Restart.TRANSIENT, Shutdown.brutalKill(), true, Backoff.DEFAULT, "n", Duration.ofSeconds(1), null));
		assertThat(plain).isEqualTo(ChildSpec.worker("w", START));
	}

	@Test
	void shutdowns_read_as_in_yaml() {
		assertThat(Shutdown.infinity()).hasToString("infinity");
		assertThat(Shutdown.brutalKill()).hasToString("brutal-kill");
	}

}
