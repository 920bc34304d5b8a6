package io.triotp.application;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.ProcessBody;
import io.triotp.process.Self;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.testing.Lives;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an application leaves behind when its tree is gone (OTP A7).
 */
class LeftoversTests extends ApplicationsFixture {

	private final Probe<Pid> started = new Probe<>();

	/**
	 * Start a process that does not care when who started it ends; it is told as soon as
	 * that holds.
	 */
	private Pid survive(Lives.Step atItsEnd) {
		Probe<Pid> trapping = new Probe<>();
		Self.current().spawnLink(surviving(trapping, atItsEnd));
		Pid pid = trapping.await();
		this.started.tell(pid);
		return pid;
	}

	private static ProcessBody surviving(Probe<Pid> trapping, Lives.Step atItsEnd) {
		return (self) -> {
			self.trapExits(true);
			trapping.tell(self.pid());
			try {
				while (true) {
					self.receive();
				}
			}
			finally {
				atItsEnd.run();
			}
		};
	}

	private ExitReason exit(Pid pid) {
		return this.node.exitReason(pid).orElseThrow(() -> new AssertionError(pid + " lives"));
	}

	@Test
	@Conformance("APP-17")
	void they_are_asked_to_end_when_the_tree_is_gone_and_a_stop_waits_for_it() {
		this.node.start(ApplicationSpec.of("a",
				SupervisorSpec.oneForOne(this.lives.server("first"), this.lives.server("last"))));
		Lives.tell(this.node, leaf("a"), () -> survive(() -> this.lives.tell("-leftover")));
		Pid leftover = this.started.await();
		this.node.stop("a");
		assertThat(this.lives.rest()).containsExactly("+first", "+last", "-last", "-first", "-leftover");
		assertThat(exit(leftover)).isEqualTo(ExitReason.shutdown());
		assertThat(this.node.view().processes()).isEmpty();
		assertThat(state("a")).isEqualTo(ApplicationState.STOPPED);
	}

	@Test
	@Conformance("APP-17")
	void one_that_does_not_end_is_killed_after_five_seconds() throws Throwable {
		this.node.start(app("a"));
		Lives.tell(this.node, leaf("a"), () -> survive(this.gate::passStubbornly));
		Pid leftover = this.started.await();
		Future<Boolean> stopping = Probe.async(() -> this.node.stop("a"));
		this.gate.awaitReached();
		this.time.awaitParked(1);
		this.time.advance(Duration.ofSeconds(5).minusNanos(1));
		assertThat(leftover.isAlive()).isTrue();
		assertThat(state("a")).isEqualTo(ApplicationState.STOPPING);
		this.time.advance(Duration.ofNanos(1));
		assertThat(Probe.get(stopping)).isTrue();
		assertThat(exit(leftover)).isEqualTo(ExitReason.killed());
	}

	@Test
	void those_of_a_leftover_end_too() {
		this.node.start(app("a"));
		Lives.tell(this.node, leaf("a"), () -> Self.current().spawnLink((self) -> {
			survive(Lives.fine());
			surviving(this.started, Lives.fine()).run(self);
		}));
		List<Pid> left = this.started.await(2);
		this.node.stop("a");
		assertThat(left).extracting(this::exit).containsOnly(ExitReason.shutdown());
		assertThat(this.node.view().processes()).isEmpty();
	}

	@Test
	void one_that_was_started_without_a_link_belongs_to_nobody_and_lives_on() {
		this.node.start(app("a"));
		Lives.tell(this.node, leaf("a"), () -> this.node.spawn(surviving(this.started, Lives.fine())));
		Pid free = this.started.await();
		this.node.stop("a");
		assertThat(free.isAlive()).isTrue();
	}

	@Test
	void those_of_another_application_live_on() {
		this.node.startAll(List.of(app("a"), app("b")));
		Lives.tell(this.node, leaf("b"), () -> survive(Lives.fine()));
		Pid other = this.started.await();
		this.node.stop("a");
		assertThat(other.isAlive()).isTrue();
	}

	@Test
	void one_that_has_ended_by_itself_leaves_nothing_either() {
		this.node.start(ApplicationSpec.task("a", () -> survive(Lives.fine())).restart(Restart.TRANSIENT));
		Pid leftover = this.started.await();
		this.node.awaitEnd();
		assertThat(state("a")).isEqualTo(ApplicationState.ENDED);
		assertThat(exit(leftover)).isEqualTo(ExitReason.shutdown());
	}

	@Test
	void one_that_has_failed_is_started_again_when_its_leftovers_are_gone() throws Throwable {
		this.node.start(ApplicationSpec.task("a", () -> {
			survive(this.gate::passStubbornly);
			throw new Lives.Boom();
		}).restart(Restart.TEMPORARY));
		Pid leftover = this.started.await();
		this.gate.awaitReached();
		assertThat(state("a")).isEqualTo(ApplicationState.STOPPING);
		Future<Boolean> again = Probe.async(() -> this.node.start(app("a")));
		this.gate.open();
		assertThat(Probe.get(again)).isTrue();
		assertThat(leftover.isAlive()).isFalse();
		assertThat(this.failures.await().name()).isEqualTo("a");
	}

	@Test
	void whoever_starts_one_again_just_when_its_leftovers_are_gone_starts_it() throws Throwable {
		for (int i = 0; i < 500; i++) {
			Gate end = new Gate();
			this.node.start(ApplicationSpec.task("a", () -> {
				survive(end::passStubbornly);
				throw new Lives.Boom();
			}).restart(Restart.TEMPORARY));
			end.awaitReached();
			Probe.until(() -> state("a") == ApplicationState.STOPPING);
			Future<Boolean> again = Probe.async(() -> this.node.start(app("a")));
			end.open();
			assertThat(Probe.get(again)).as("start %d", i).isTrue();
			this.node.stop("a");
		}
	}

	@Test
	void a_start_that_fails_leaves_nothing_behind() {
		this.lives.nextStarts("first", () -> survive(Lives.fine()));
		assertThatExceptionOfType(ApplicationStartException.class).isThrownBy(() -> this.node.start(ApplicationSpec
			.of("a", SupervisorSpec.oneForOne(this.lives.server("first"), ChildSpec.worker("bad", (context) -> {
				throw new Lives.Boom();
			})))));
		assertThat(exit(this.started.await())).isEqualTo(ExitReason.shutdown());
		assertThat(this.node.view().processes()).isEmpty();
	}

	@Test
	void a_leftover_may_stop_its_application_and_does_not_wait_for_itself() {
		Probe<Pid> trapping = new Probe<>();
		this.node.start(ApplicationSpec.of("a", SupervisorSpec.oneForOne(ChildSpec.task("once", () -> {
			Self.current().spawnLink((self) -> {
				self.trapExits(true);
				trapping.tell(self.pid());
				self.receive();
				this.node.stop("a");
				this.lives.tell("stopped");
			});
			this.started.tell(trapping.await());
		}).restart(Restart.TEMPORARY))));
		Pid orphan = this.started.await();
		Probe.exitOf(this.node, orphan);
		assertThat(this.lives.await(1)).containsExactly("stopped");
		this.node.awaitEnd();
		assertThat(state("a")).isEqualTo(ApplicationState.STOPPED);
	}

}
