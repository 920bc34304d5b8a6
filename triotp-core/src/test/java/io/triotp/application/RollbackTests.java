package io.triotp.application;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.triotp.process.Pid;
import io.triotp.testing.Lives;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a start that fails stops again: what it has started, and nothing else (OTP A3).
 */
class RollbackTests extends ApplicationsFixture {

	/** A start of many whose last waits at the gate and then fails. */
	private Future<List<String>> startsAndFails(ApplicationSpec... before) {
		this.lives.everyStart("bad", () -> {
			this.gate.pass();
			throw new Lives.Boom();
		});
		Future<List<String>> starting = Probe
			.async(() -> this.node.startAll(Stream.concat(Arrays.stream(before), Stream.of(app("bad"))).toList()));
		this.gate.awaitReached();
		return starting;
	}

	private void fail(Future<List<String>> starting) {
		this.gate.open();
		assertThatExceptionOfType(ApplicationStartException.class).isThrownBy(() -> Probe.get(starting))
			.matches((ex) -> ex.application().equals("bad"));
	}

	@Test
	void dependencies_that_ran_before_go_on() {
		this.node.startAll(List.of(app("needed"), app("liked"), app("other")));
		List<Pid> before = List.of(leaf("needed"), leaf("liked"), leaf("other"));
		this.lives.everyStart("bad", Lives.boom());
		assertThatExceptionOfType(ApplicationStartException.class)
			.isThrownBy(() -> this.node.startAll(List.of(app("bad", "new", "needed").optionalDependsOn("liked"),
					app("liked"), app("new", "needed"), app("needed"))));
		assertThat(this.lives.rest()).containsExactly("+needed", "+liked", "+other", "+new", "-new");
		assertThat(List.of(leaf("needed"), leaf("liked"), leaf("other"))).isEqualTo(before);
		assertThat(before).allMatch(Pid::isAlive);
	}

	@Test
	void what_it_has_started_ends_in_reverse_optional_ones_too() {
		fail(startsAndFails(app("c").optionalDependsOn("a", "missing"), app("b", "c"), app("a")));
		assertThat(this.lives.rest()).containsExactly("+a", "+c", "+b", "-b", "-c", "-a");
		assertThat(this.node.applications()).extracting(ApplicationInfo::state).containsOnly(ApplicationState.STOPPED);
	}

	@Test
	void what_another_has_started_meanwhile_goes_on() {
		Future<List<String>> failing = startsAndFails(app("mine"));
		assertThat(this.node.startAll(List.of(app("mine"), app("theirs", "mine")))).containsExactly("theirs");
		fail(failing);
		assertThat(state("mine")).as("its starter has rolled it back").isEqualTo(ApplicationState.STOPPED);
		assertThat(state("theirs")).isEqualTo(ApplicationState.RUNNING);
		assertThat(this.lives.rest()).containsExactly("+mine", "+theirs", "-mine");
	}

	@Test
	void one_that_another_has_stopped_and_started_anew_goes_on() {
		Future<List<String>> failing = startsAndFails(app("mine"));
		this.node.stop("mine");
		this.node.start(app("mine"));
		Pid theirs = leaf("mine");
		fail(failing);
		assertThat(state("mine")).isEqualTo(ApplicationState.RUNNING);
		assertThat(theirs.isAlive()).isTrue();
	}

	@Test
	void of_two_that_wait_for_one_failure_each_stops_its_own() {
		Future<List<String>> one = startsAndFails(app("one"));
		Future<List<String>> two = Probe.async(() -> this.node.startAll(List.of(app("two"), app("bad"))));
		this.lives.await(2);
		this.gate.open();
		fail(one);
		fail(two);
		assertThat(this.lives.await(2)).containsExactlyInAnyOrder("-one", "-two");
		assertThat(this.node.view().processes()).isEmpty();
	}

}
