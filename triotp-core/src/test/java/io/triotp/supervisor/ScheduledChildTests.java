package io.triotp.supervisor;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.process.DeadLetterReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.testing.Gate;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Children that do something again and again.
 */
class ScheduledChildTests {

	private static final Duration PERIOD = Duration.ofMinutes(5);

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Probe<String> seen = new Probe<>();

	private Supervisor supervisor;

	@AfterEach
	void close() {
		this.node.close();
	}

	private void start(TaskBody body) {
		this.supervisor = Supervisor.start(this.node, "sup",
				SupervisorSpec.oneForOne(ChildSpec.schedule("cleanup", Schedule.every(PERIOD), body)));
	}

	private Pid pid() {
		return this.supervisor.children().getFirst().pid().orElseThrow();
	}

	private void advance(Duration by) {
		advance(PERIOD, by);
	}

	private void advance(Duration left, Duration by) {
		this.time.awaitParked(left);
		this.time.advance(by);
	}

	@Test
	void it_runs_one_period_after_the_start_and_again_after_each() {
		start(() -> this.seen.tell("ran"));
		advance(PERIOD.minusNanos(1));
		assertThat(this.seen.rest()).isEmpty();
		advance(Duration.ofNanos(1), Duration.ofNanos(1));
		assertThat(this.seen.await()).isEqualTo("ran");
		advance(PERIOD);
		assertThat(this.seen.await()).isEqualTo("ran");
	}

	@Test
	void what_a_run_throws_is_a_counted_crash_and_the_next_run_comes() {
		AtomicInteger runs = new AtomicInteger();
		start(() -> {
			if (runs.incrementAndGet() == 1) {
				throw new IllegalStateException("the table is locked");
			}
			this.seen.tell("ran");
		});
		Pid first = pid();
		advance(PERIOD);
		assertThat(Probe.exitOf(this.node, first).toString()).contains("the table is locked");
		Probe.until(() -> pid() != first);
		assertThat(this.supervisor.children().getFirst().restarts()).isEqualTo(1);
		assertThat(runs).hasValue(1);
		advance(PERIOD);
		assertThat(this.seen.await()).isEqualTo("ran");
	}

	@Test
	void a_message_does_not_change_when_it_runs() {
		start(() -> this.seen.tell("ran"));
		advance(PERIOD.minusSeconds(1));
		this.node.send(pid(), "hello");
		Probe.until(() -> this.node.view().deadLetters(DeadLetterReason.NOT_UNDERSTOOD) == 1);
		advance(Duration.ofSeconds(1), Duration.ofSeconds(1));
		assertThat(this.seen.await()).isEqualTo("ran");
	}

	@Test
	void one_that_is_stopped_between_runs_ends_at_once_and_one_in_a_run_is_interrupted() {
		Gate gate = new Gate();
		start(gate::pass);
		advance(PERIOD);
		gate.awaitReached();
		Pid pid = pid();
		this.supervisor.stop();
		assertThat(pid.isAlive()).isFalse();
	}

}
