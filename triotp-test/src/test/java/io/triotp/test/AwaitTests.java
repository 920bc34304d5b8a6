package io.triotp.test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.supervisor.SupervisorSpec;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@TriotpTest
class AwaitTests {

	private Node node;

	@BeforeEach
	void start(Node node) {
		this.node = node;
		node.start(ApplicationSpec.of("shop", SupervisorSpec.oneForOne(ChildSpec.server("till", Till::new).name("till"))
			.intensity(new RestartIntensity(10, Duration.ofSeconds(5)))));
	}

	@Test
	void a_restart_is_over_when_another_process_has_the_name() {
		Pid before = this.node.whereis("till").orElseThrow();
		Pid after = Await.restart(this.node, "till", () -> this.node.kill(before));
		assertThat(after).isNotEqualTo(before);
		assertThat(Await.exitOf(this.node, before)).isEqualTo(ExitReason.killed());
	}

	@Test
	void many_restarts_are_waited_for_as_supervisors_tell_of_them() {
		List<Integer> told = new CopyOnWriteArrayList<>();
		this.node.view().addListener((event) -> {
			if (event instanceof SupervisorEvent.ChildStarted started) {
				told.add(started.incarnation());
			}
		});
		Await.restarts(this.node, 2, () -> {
			for (int i = 0; i < 2; i++) {
				this.node.kill(this.node.whereis("till").orElseThrow());
				// One that is killed before it is up has not been started.
				Await.incarnation(this.node, "shop/till", i + 2);
			}
		});
		assertThat(told).containsExactly(2, 3);
	}

	@Test
	void an_event_is_the_first_that_is_wanted_after_the_action_began() {
		Pid till = this.node.whereis("till").orElseThrow();
		SupervisorEvent.ChildExited exited = Await.event(this.node, SupervisorEvent.ChildExited.class,
				(event) -> event.child().equals("till"), () -> this.node.kill(till));
		assertThat(exited.process()).isEqualTo(till);
		assertThat(exited.reason()).isEqualTo(ExitReason.killed());
	}

	@Test
	void nobody_listens_any_more_when_the_action_fails() {
		List<Boolean> asked = new CopyOnWriteArrayList<>();
		assertThatIllegalStateException().isThrownBy(
				() -> Await.event(this.node, SupervisorEvent.ChildExited.class, (event) -> asked.add(true), () -> {
					throw new IllegalStateException("no");
				}))
			.withMessage("no");
		Await.restarts(this.node, 1, () -> this.node.kill(this.node.whereis("till").orElseThrow()));
		assertThat(asked).isEmpty();
	}

	@Test
	void the_n_th_incarnation_is_waited_for() {
		for (int i = 0; i < 3; i++) {
			Faults.crash(this.node, this.node.whereis("till").orElseThrow(), new IllegalStateException("broken"));
			assertThat(Await.incarnation(this.node, "shop/till", i + 2).incarnation()).isEqualTo(i + 2);
		}
	}

	@Test
	void it_is_quiet_when_nobody_has_a_message_left() {
		Pid till = this.node.whereis("till").orElseThrow();
		try (Faults.Held held = Faults.hold(this.node, till)) {
			Faults.fill(this.node, till, "ring", 100);
			assertThat(this.node.view().mailboxSize(till)).isEqualTo(100);
		}
		Await.quiet(this.node);
		assertThat(this.node.view().mailboxSize(till)).isZero();
		assertThat(this.node.view().info(till).orElseThrow().handled()).isGreaterThanOrEqualTo(100);
	}

	@Test
	void a_name_that_nobody_has_is_a_failure_at_once() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> Await.restart(this.node, "tap", () -> {
		})).withMessage("Nobody is registered as 'tap'");
	}

	@Test
	void until_returns_as_soon_as_it_is_so() {
		CountDownLatch latch = new CountDownLatch(1);
		Thread.ofVirtual().start(latch::countDown);
		Await.until(() -> latch.getCount() == 0);
	}

	@Test
	void nothing_is_quiet_before_all_have_heard_of_an_end() throws Exception {
		Pid till = this.node.whereis("till").orElseThrow();
		CountDownLatch gate = new CountDownLatch(1);
		this.node.host().onExit(till, (pid, reason) -> awaitStubbornly(gate));
		Thread killer = Thread.ofPlatform().start(() -> this.node.kill(till));
		Await.until(() -> this.node.view().endingCount() == 1);
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> NodeAssert.assertThat(this.node).isRunning("shop/till"))
			.withMessageContaining("has ended");
		CountDownLatch begun = new CountDownLatch(1);
		CompletableFuture<Void> quiet = CompletableFuture.runAsync(() -> {
			begun.countDown();
			Await.quiet(this.node);
		});
		begun.await();
		AtomicInteger looks = new AtomicInteger();
		Await.until(() -> quiet.isDone() || looks.incrementAndGet() > 100_000);
		assertThat(quiet).isNotDone();
		gate.countDown();
		quiet.join();
		killer.join();
		NodeAssert.assertThat(this.node).isRunning("shop/till").hasRestarted("shop/till", 1);
	}

	private static void awaitStubbornly(CountDownLatch gate) {
		try {
			gate.await();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
