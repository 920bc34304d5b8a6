package io.triotp.application;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Self;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.testing.Lives;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Cases of the test suite of OTP for applications on a node, as far as
 * {@link ApplicationsTests} does not have them.
 */
class ApplicationConformanceTests {

	private final ManualTime time = new ManualTime();

	private final Node node = Node.start(NodeOptions.defaults().time(this.time));

	private final Lives lives = new Lives();

	private final Gate gate = new Gate();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	/** An application with one server of its own name. */
	private ApplicationSpec app(String name, String... dependsOn) {
		return ApplicationSpec.of(name, SupervisorSpec.oneForOne(this.lives.server(name))).dependsOn(dependsOn);
	}

	/** A transient application whose root does not get as far as to start. */
	private static ApplicationSpec exiting(ExitReason reason) {
		return ApplicationSpec.child("bad", ChildSpec.worker("root", (context) -> {
			throw Self.current().exit(reason);
		})).restart(Restart.TRANSIENT);
	}

	private ApplicationState state(String name) {
		return this.node.application(name).orElseThrow().state();
	}

	private Pid root(String name) {
		return this.node.application(name).orElseThrow().root().orElseThrow().pid().orElseThrow();
	}

	@Test
	@Conformance("APP-06")
	void what_was_started_for_one_with_a_missing_dependency_is_stopped_again() {
		this.node.start(app("before"));
		assertThatExceptionOfType(ApplicationStartException.class)
			.isThrownBy(() -> this.node.startAll(List.of(app("c", "b"), app("b", "a", "missing"), app("a", "before"))))
			.withMessage("Application 'b' did not start: it depends on application 'missing', which is not running");
		assertThat(this.lives.rest()).containsExactly("+before", "+a", "-a");
		assertThat(state("before")).isEqualTo(ApplicationState.RUNNING);
		assertThat(state("a")).isEqualTo(ApplicationState.STOPPED);
		assertThat(this.node.application("b")).isEmpty();
		assertThat(this.node.application("c")).isEmpty();
	}

	@Test
	@Conformance("APP-12")
	void a_transient_one_whose_start_exits_with_normal_has_not_started_and_the_node_stays() {
		this.node.start(app("other"));
		assertThatExceptionOfType(ApplicationStartException.class)
			.isThrownBy(() -> this.node.start(exiting(ExitReason.normal())))
			.withMessage("Application 'bad' did not start: Child 'bad' did not start: normal");
		assertThat(state("other")).isEqualTo(ApplicationState.RUNNING);
		assertThat(this.node.start(app("another"))).isTrue();
	}

	@Test
	@Conformance("APP-13")
	void a_transient_one_whose_start_exits_abnormally_ends_a_node_that_is_run() {
		assertThatExceptionOfType(ApplicationStartException.class)
			.isThrownBy(() -> Node.run(app("other"), exiting(ExitReason.failure("no"))))
			.withMessage("Application 'bad' did not start: Child 'bad' did not start: " + ExitReason.failure("no"));
		assertThat(this.lives.rest()).containsExactly("+other", "-other");
	}

	@Test
	@Conformance("APP-14")
	void servers_clean_up_though_the_process_that_holds_their_application_is_killed() {
		this.node.start(app("a"));
		Pid root = root("a");
		Pid master = this.node.view().info(root).flatMap(ProcessInfo::parent).orElseThrow();
		this.node.kill(master);
		assertThat(Probe.exitOf(this.node, root)).isEqualTo(ExitReason.killed());
		assertThat(this.lives.rest()).containsExactly("+a", "-a");
		assertThat(state("a")).isEqualTo(ApplicationState.FAILED);
	}

	@Test
	@Conformance("APP-21")
	void others_go_on_when_a_temporary_one_has_crashed() {
		Probe<ApplicationEvent.Failed> failed = new Probe<>();
		this.node.view().addListener((event) -> {
			if (event instanceof ApplicationEvent.Failed failure) {
				failed.tell(failure);
			}
		});
		this.node.start(app("other"));
		this.node.start(app("bad").restart(Restart.TEMPORARY));
		this.node.kill(root("bad"));
		ApplicationEvent.Failed failure = failed.await();
		assertThat(failure.application()).isEqualTo("bad");
		assertThat(failure.reason()).isEqualTo(ExitReason.killed());
		assertThat(failure.onFailure()).as("what happens to the others").isEqualTo(OnFailure.REPORT);
		assertThat(state("bad")).isEqualTo(ApplicationState.FAILED);
		assertThat(state("other")).isEqualTo(ApplicationState.RUNNING);
		assertThat(this.lives.rest()).containsOnlyOnce("+other", "+bad").doesNotContain("-other");
	}

	@Test
	@Conformance("APP-22")
	void the_node_stays_when_a_permanent_one_is_stopped() {
		Probe<ApplicationEvent.Failed> failed = new Probe<>();
		this.node.view().addListener((event) -> {
			if (event instanceof ApplicationEvent.Failed failure) {
				failed.tell(failure);
			}
		});
		this.node.startAll(List.of(app("a"), app("other")));
		assertThat(this.node.application("a").orElseThrow().spec().restart()).isEqualTo(Restart.PERMANENT);
		this.node.stop("a");
		assertThat(failed.rest()).isEmpty();
		assertThat(state("a")).isEqualTo(ApplicationState.STOPPED);
		assertThat(state("other")).isEqualTo(ApplicationState.RUNNING);
		assertThat(this.node.start(app("a"))).isTrue();
	}

	@Test
	@Conformance("APP-24")
	void the_node_is_down_as_soon_as_the_time_of_one_that_hangs_is_over() throws Throwable {
		this.lives.onEnd("hangs", this.gate::passStubbornly);
		this.node.start(ApplicationSpec.of("a",
				SupervisorSpec.oneForOne(this.lives.server("hangs").shutdown(Shutdown.within(Duration.ofSeconds(1))))));
		Pid hanging = Supervisor.of(this.node, root("a")).children().get(0).pid().orElseThrow();
		Future<?> closing = Probe.async(() -> {
			this.node.close();
			return null;
		});
		this.gate.awaitReached();
		this.time.awaitParked(1);
		this.time.advance(Duration.ofSeconds(1));
		Probe.get(closing);
		assertThat(this.node.exitReason(hanging)).contains(ExitReason.killed());
		assertThat(this.node.view().processes()).isEmpty();
	}

}
