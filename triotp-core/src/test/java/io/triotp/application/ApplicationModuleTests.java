package io.triotp.application;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.ChildStartException;
import io.triotp.supervisor.ChildType;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.Lives;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Applications that are made of an argument (OTP A6).
 */
class ApplicationModuleTests extends ApplicationsFixture {

	private SupervisorSpec shards(int count) {
		ChildSpec[] children = new ChildSpec[count];
		for (int i = 0; i < count; i++) {
			children[i] = this.lives.server("shard" + i);
		}
		return SupervisorSpec.oneForOne(children);
	}

	private List<String> children(String application) {
		return Supervisor.of(this.node, root(application)).children().stream().map(ChildInfo::id).toList();
	}

	@Test
	void an_application_is_what_its_module_makes_of_the_argument() {
		this.node.start(ApplicationSpec.of("a", this::shards, 2));
		assertThat(children("a")).containsExactly("shard0", "shard1");
		ChildInfo root = info("a").root().orElseThrow();
		assertThat(root.path()).isEqualTo("a");
		assertThat(root.type()).isEqualTo(ChildType.SUPERVISOR);
		assertThat(info("a").processes()).isEqualTo(3);
		this.node.stop("a");
		assertThat(this.lives.rest()).containsExactly("+shard0", "+shard1", "-shard1", "-shard0");
	}

	@Test
	void it_is_made_anew_at_each_start() {
		AtomicInteger starts = new AtomicInteger();
		ApplicationSpec spec = ApplicationSpec.of("a", (first) -> shards(first + starts.getAndIncrement()), 1);
		assertThat(starts).as("not before it is started").hasValue(0);
		this.node.start(spec);
		this.node.stop("a");
		this.node.start(spec);
		assertThat(children("a")).containsExactly("shard0", "shard1");
		this.node.stop("a");
		this.node.start(ApplicationSpec.of("a", this::shards, 3));
		assertThat(children("a")).as("with another argument").hasSize(3);
	}

	@Test
	void it_is_made_anew_when_its_root_is_restarted() {
		AtomicInteger starts = new AtomicInteger();
		this.node.start(ApplicationSpec.of("a", (argument) -> {
			starts.incrementAndGet();
			return shards(1).intensity(new RestartIntensity(0, RestartIntensity.DEFAULT.period()));
		}, "argument"));
		this.node.kill(leaf("a"));
		assertThat(this.lives.await(2)).containsExactly("+shard0", "+shard0");
		assertThat(starts).hasValue(2);
	}

	@Test
	void a_module_that_throws_is_a_failed_start_with_its_exception_as_cause() {
		this.node.start(app("before"));
		assertThatExceptionOfType(ApplicationStartException.class)
			.isThrownBy(() -> this.node.start(ApplicationSpec.of("a", (argument) -> {
				throw new Lives.Boom();
			}, "argument")))
			.withMessage(
					"Application 'a' did not start: Child 'a' did not start: " + Lives.Boom.class.getName() + ": boom")
			.withCauseInstanceOf(ChildStartException.class)
			.withRootCauseInstanceOf(Lives.Boom.class);
		assertThat(this.node.application("a")).isEmpty();
		assertThat(this.node.view().processCount()).as("those of the other application").isEqualTo(3);
		assertThat(this.failures.rest()).isEmpty();
	}

	@Test
	void a_module_that_makes_nothing_is_a_failed_start_that_says_so() {
		assertThatExceptionOfType(ApplicationStartException.class)
			.isThrownBy(() -> this.node.start(ApplicationSpec.of("a", (argument) -> null, "argument")))
			.withMessageContaining("the application module returned null instead of a supervisor");
	}

	@Test
	void an_argument_may_be_nothing() {
		this.node.start(ApplicationSpec.of("a", (argument) -> shards((argument == null) ? 1 : 2), null));
		assertThat(children("a")).hasSize(1);
	}

	@Test
	void a_module_that_starts_or_stops_its_own_application_is_refused_at_once() {
		Probe<String> refused = new Probe<>();
		this.node.start(ApplicationSpec.of("a", (argument) -> {
			assertThatExceptionOfType(ApplicationStartException.class).isThrownBy(() -> this.node.start(app("a")))
				.satisfies((ex) -> refused.tell(ex.getMessage()));
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.node.stop("a"))
				.satisfies((ex) -> refused.tell(ex.getMessage()));
			return shards(1);
		}, "argument"));
		assertThat(refused.rest()).containsExactly(
				"Application 'a' did not start: it is being started, and the caller is part of it",
				"Application 'a' cannot be stopped by a part of it that is being started: let the start fail instead");
	}

	@Test
	void a_task_that_stops_its_application_at_once_waits_until_that_is_up() throws Throwable {
		Probe<Object> asked = new Probe<>();
		ChildSpec stops = ChildSpec.task("stops", () -> {
			asked.tell("asks");
			try {
				asked.tell(this.node.stop("a"));
			}
			catch (IllegalStateException ex) {
				asked.tell(ex);
			}
		});
		this.lives.nextStarts("slow", () -> {
			asked.await();
			this.gate.pass();
		});
		Future<Boolean> starting = Probe.async(() -> this.node
			.start(ApplicationSpec.of("a", SupervisorSpec.oneForOne(stops, this.lives.server("slow")))));
		this.gate.awaitReached();
		assertThat(state("a")).isEqualTo(ApplicationState.STARTING);
		this.gate.open();
		assertThat(Probe.get(starting)).isTrue();
		assertThat(asked.await()).isEqualTo(true);
		this.node.awaitEnd();
		assertThat(state("a")).isEqualTo(ApplicationState.STOPPED);
	}

	@Test
	void a_module_may_start_what_it_needs() {
		this.node.start(ApplicationSpec.of("a", (needed) -> {
			this.node.start(app(needed));
			return shards(1);
		}, "needed"));
		this.node.stop("a");
		assertThat(state("needed")).as("no part of it").isEqualTo(ApplicationState.RUNNING);
	}

}
