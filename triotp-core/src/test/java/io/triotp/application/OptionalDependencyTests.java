package io.triotp.application;

import java.util.List;
import java.util.concurrent.Future;

import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.testing.Conformance;
import io.triotp.testing.Lives;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Applications that others like to have, but can do without (OTP A4).
 */
class OptionalDependencyTests extends ApplicationsFixture {

	@Test
	@Conformance("APP-08")
	void one_that_does_not_run_is_no_hindrance() {
		assertThat(this.node.start(app("b").optionalDependsOn("a"))).isTrue();
		this.node.stop("b");
		this.node.start(app("a"));
		this.node.stop("a");
		assertThat(this.node.start(app("b").optionalDependsOn("a"))).as("known, but stopped").isTrue();
		assertThat(this.lives.rest()).containsExactly("+b", "-b", "+a", "-a", "+b");
	}

	@Test
	@Conformance("APP-08")
	void one_that_is_not_there_is_skipped() {
		assertThat(this.node.startAll(List.of(app("b").optionalDependsOn("missing")))).containsExactly("b");
	}

	@Test
	@Conformance("APP-08")
	void one_that_is_there_is_started_before_and_stopped_after() {
		assertThat(this.node
			.startAll(List.of(app("c", "b"), app("b").optionalDependsOn("missing", "a"), app("other"), app("a"))))
			.containsExactly("a", "b", "c", "other");
		this.node.stop("a");
		this.node.start(app("a"));
		assertThat(this.lives.rest()).containsExactly("+a", "+b", "+c", "+other", "-a", "+a");
		this.node.close();
		assertThat(this.lives.rest()).as("though it was started last").containsExactly("-c", "-b", "-a", "-other");
	}

	@Test
	@Conformance("APP-09")
	void one_that_is_there_and_does_not_start_fails_the_start_by_its_name() {
		this.lives.everyStart("a", Lives.boom());
		assertThatExceptionOfType(ApplicationStartException.class)
			.isThrownBy(() -> this.node.startAll(List.of(app("b").optionalDependsOn("a"), app("a"))))
			.withMessageStartingWith("Application 'a' did not start: ")
			.withRootCauseInstanceOf(Lives.Boom.class)
			.matches((ex) -> ex.application().equals("a"));
		assertThat(this.lives.rest()).isEmpty();
		assertThat(this.node.applications()).isEmpty();
	}

	@Test
	@Conformance("APP-09")
	void one_that_another_is_starting_and_that_does_not_start_fails_both() {
		this.lives.nextStarts("a", () -> {
			this.gate.pass();
			throw new Lives.Boom();
		});
		Future<Boolean> first = Probe.async(() -> this.node.start(app("a")));
		this.gate.awaitReached();
		this.lives.nextStarts("a", Lives.boom());
		Future<List<String>> second = Probe
			.async(() -> this.node.startAll(List.of(app("b").optionalDependsOn("a"), app("a"))));
		this.gate.open();
		assertThatExceptionOfType(ApplicationStartException.class).isThrownBy(() -> Probe.get(first));
		assertThatExceptionOfType(ApplicationStartException.class).isThrownBy(() -> Probe.get(second))
			.matches((ex) -> ex.application().equals("a"));
		assertThat(this.lives.rest()).isEmpty();
	}

	@Test
	void they_can_close_a_circle_too() {
		assertThatExceptionOfType(DependencyCycleException.class)
			.isThrownBy(
					() -> this.node.startAll(List.of(app("a").optionalDependsOn("b"), app("b", "c"), app("c", "a"))))
			.withMessage("Applications depend on each other: a -> b -> c -> a");
		assertThat(this.lives.rest()).isEmpty();
	}

	@Test
	void both_kinds_are_kept_whatever_else_is_said() {
		ApplicationSpec spec = app("c").optionalDependsOn("b")
			.dependsOn("a")
			.restart(Restart.TRANSIENT)
			.limits(RestartIntensity.DEFAULT)
			.onFailure(OnFailure.REPORT);
		assertThat(spec.dependsOn()).containsExactly("a");
		assertThat(spec.optionalDependsOn()).containsExactly("b");
		assertThat(spec.startsAfter()).containsExactly("a", "b");
	}

}
