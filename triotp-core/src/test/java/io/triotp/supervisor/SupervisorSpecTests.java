package io.triotp.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.triotp.testing.Conformance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SupervisorSpecTests {

	private static ChildSpec child(String id) {
		return ChildSpec.task(id, () -> {
		});
	}

	@Test
	@Conformance("ESUP-01")
	void three_restarts_in_five_seconds_and_no_automatic_shutdown_if_nothing_is_said() { // OTP
																							// V1
		SupervisorSpec spec = SupervisorSpec.oneForOne(child("a"));
		assertThat(spec.strategy()).isEqualTo(Strategy.ONE_FOR_ONE);
		assertThat(spec.intensity()).isEqualTo(RestartIntensity.DEFAULT);
		assertThat(spec.autoShutdown()).isEqualTo(AutoShutdown.NEVER);
		assertThat(spec.backoff()).isNull();
		assertThat(SupervisorSpec.oneForAll().strategy()).isEqualTo(Strategy.ONE_FOR_ALL);
		assertThat(SupervisorSpec.restForOne().strategy()).isEqualTo(Strategy.REST_FOR_ONE);
	}

	@Test
	@Conformance("SUP-38")
	void two_children_cannot_share_an_id() { // OTP V3
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> SupervisorSpec.oneForOne(child("a"), child("b"), child("a")))
			.withMessage("Two children have the id 'a'");
	}

	@Test
	@Conformance("SUP-41")
	void a_significant_child_needs_an_automatic_shutdown() { // OTP V3
		ChildSpec significant = child("a").restart(Restart.TRANSIENT).significant(true);
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> ChildSpec.supervisor("inner", SupervisorSpec.oneForOne(significant)))
			.withMessage(
					"Child 'a' is significant, but its supervisor has auto-shutdown 'never': it would mean nothing");
	}

	@Test
	void the_order_of_changes_does_not_matter() {
		ChildSpec significant = child("a").restart(Restart.TRANSIENT).significant(true);
		List<UnaryOperator<SupervisorSpec>> changes = List.of(
				(spec) -> spec.intensity(new RestartIntensity(1, Duration.ofSeconds(1))),
				(spec) -> spec.autoShutdown(AutoShutdown.ALL_SIGNIFICANT), (spec) -> spec.backoff(Backoff.DEFAULT),
				(spec) -> spec.children(significant));
		assertThat(Orders.of(changes)).allMatch((order) -> Orders.apply(order, SupervisorSpec.restForOne())
			.equals(new SupervisorSpec(Strategy.REST_FOR_ONE, new RestartIntensity(1, Duration.ofSeconds(1)),
					AutoShutdown.ALL_SIGNIFICANT, Backoff.DEFAULT, List.of(significant))));
		assertThat(SupervisorSpec.oneForOne(significant).autoShutdown(AutoShutdown.ANY_SIGNIFICANT))
			.isEqualTo(SupervisorSpec.oneForOne().autoShutdown(AutoShutdown.ANY_SIGNIFICANT).children(significant));
	}

	@ParameterizedTest
	@EnumSource(names = { "ANY_SIGNIFICANT", "ALL_SIGNIFICANT" })
	void with_an_automatic_shutdown_it_may_have_significant_children(AutoShutdown rule) {
		ChildSpec significant = child("a").restart(Restart.TRANSIENT).significant(true);
		assertThat(SupervisorSpec.oneForOne().autoShutdown(rule).children(significant).children())
			.containsExactly(significant);
	}

	@Test
	void until_all_ended_makes_every_child_significant() {
		SupervisorSpec spec = SupervisorSpec.untilAllEnded(child("a").restart(Restart.TRANSIENT),
				child("b").restart(Restart.TEMPORARY));
		assertThat(spec.autoShutdown()).isEqualTo(AutoShutdown.ALL_SIGNIFICANT);
		assertThat(spec.children()).allMatch(ChildSpec::significant);
	}

	@Test
	void until_all_ended_refuses_a_child_that_never_ends() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> SupervisorSpec.untilAllEnded(child("a").restart(Restart.PERMANENT)))
			.withMessageContaining("'a' cannot be significant and permanent");
	}

	@Test
	void the_children_are_copied() {
		List<ChildSpec> children = new ArrayList<>(List.of(child("a")));
		SupervisorSpec spec = new SupervisorSpec(Strategy.ONE_FOR_ONE, RestartIntensity.DEFAULT, AutoShutdown.NEVER,
				null, children);
		children.clear();
		assertThat(spec.children()).hasSize(1);
	}

	@Test
	void a_dynamic_supervisor_cannot_have_less_than_no_children() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> DynamicSupervisorSpec.defaults().maxChildren(-1))
			.withMessage("max-children must be 0 or more, but is -1");
	}

}
