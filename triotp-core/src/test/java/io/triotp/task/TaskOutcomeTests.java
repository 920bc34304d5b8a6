package io.triotp.task;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.time.Deadline;
import io.triotp.process.ExitReason;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TaskOutcomeTests {

	@Test
	void who_comes_second_wakes_the_owner_too_because_it_may_have_done_what_the_owner_waits_for() throws Throwable {
		TaskOutcome<String> outcome = new TaskOutcome<>();
		AtomicBoolean done = new AtomicBoolean();
		AtomicInteger looks = new AtomicInteger();
		Future<Boolean> awaited = Probe.async(() -> TaskOutcome.await(List.of(outcome), () -> {
			looks.incrementAndGet();
			return done.get();
		}, Deadline.NEVER));
		Probe.until(() -> looks.get() == 1);
		outcome.complete(new TaskResult.Ok<>("first"));
		Probe.until(() -> looks.get() == 2);
		done.set(true);
		outcome.complete(new TaskResult.Exit<>(ExitReason.killed()));
		assertThat(Probe.get(awaited)).isTrue();
		assertThat(outcome.get()).isEqualTo(new TaskResult.Ok<>("first"));
	}

}
