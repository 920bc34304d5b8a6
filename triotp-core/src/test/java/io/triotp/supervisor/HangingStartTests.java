package io.triotp.supervisor;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.triotp.application.ApplicationSpec;
import io.triotp.application.ApplicationStartException;
import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.NodeOptions;
import io.triotp.process.ProcessEvent;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.StartException;
import io.triotp.testing.Gate;
import io.triotp.testing.LogProbe;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Code of a user that belongs to a start but runs outside {@code init}, and hangs: the
 * supervisor goes on without it when the start timeout is over.
 */
class HangingStartTests {

	private static final Duration LIMIT = Duration.ofSeconds(3);

	private final ManualTime time = new ManualTime();

	private final Node node = Node.start(NodeOptions.defaults().startTimeout(LIMIT).time(this.time));

	private final Gate gate = new Gate();

	private final Probe<Object> seen = new Probe<>();

	private final DynamicSupervisor dynamic = DynamicSupervisor.start(this.node, "dyn",
			DynamicSupervisorSpec.defaults());

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	private <T> T hang() {
		try {
			this.gate.pass();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("interrupted", ex);
		}
		throw new IllegalStateException("late");
	}

	private <T> T hangStubbornly() {
		this.seen.tell(this.gate.passStubbornly());
		throw new IllegalStateException("late");
	}

	/** Lets the time of what hangs run out, once it is known to be waited for. */
	private void letTimeRunOut() {
		letTimeRunOut(1);
	}

	private void letTimeRunOut(int waiting) {
		this.gate.awaitReached();
		this.time.awaitParked(waiting);
		this.time.advance(LIMIT);
	}

	private void assertGivenUp(ChildSpec child, String what) {
		assertEnded(child, 1, what, "did not return within 3s; it was interrupted and given up");
	}

	private void assertKilled(ChildSpec child, int waiting) {
		assertEnded(child, waiting, "the supplier of c (" + getClass().getName() + "$$Lambda",
				"did not return within 3s; the process was killed");
	}

	private void assertEnded(ChildSpec child, int waiting, String what, String how) {
		Future<?> starting = Probe.async(() -> this.dynamic.startChild(child));
		letTimeRunOut(waiting);
		assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> Probe.get(starting))
			.withMessageStartingWith("Child 'dyn/c' did not start: " + what)
			.withMessageContaining(how)
			.withMessageContaining("It was at ")
			.withMessageContaining("Gate.pass(Gate.java:")
			.withCauseInstanceOf(StartException.TimedOut.class)
			.withStackTraceContaining(getClass().getName() + ".hang");
		assertAnswers();
	}

	private void assertAnswers() {
		assertThat(this.dynamic.startChild(ChildSpec.server("other", Quiet::new))).isPresent();
		assertThat(this.dynamic.children()).extracting(ChildInfo::id).containsExactly("other");
	}

	@Test
	void a_constructor_of_a_server() {
		assertKilled(ChildSpec.server("c", this::hang), 1);
	}

	@Test
	void a_start_function() {
		assertGivenUp(ChildSpec.worker("c", (context) -> hang()), "its start function (");
	}

	@Test
	void a_function_that_makes_a_specification() {
		assertGivenUp(ChildSpec.of("c", ChildType.WORKER, new ChildStart.Made(this::hang)).code(String.class),
				"the function that makes its specification (java.lang.String)");
	}

	@Test
	void an_interceptor() {
		assertGivenUp(ChildSpec.server("c", Quiet::new).intercept((context, next) -> hang()),
				"the interceptor of its start (");
	}

	@Test
	void a_supplier_inside_an_interceptor() {
		// the supervisor waits for the interceptor, and that for the server
		assertKilled(ChildSpec.server("c", this::hang).intercept((context, next) -> next.start(context)), 2);
	}

	@Test
	void a_supplier_whose_end_is_being_told_when_the_time_of_the_interceptor_is_over() {
		Gate telling = new Gate();
		this.node.view().addListener((event) -> {
			if (event instanceof ProcessEvent.Exited) {
				telling.passStubbornly();
			}
		});
		ChildSpec child = ChildSpec.server("c", this::hang)
			.intercept((context, next) -> next
				.start(new ChildContext(context.place(), context.id(), context.name(), context.incarnation(),
						Duration.ofSeconds(1), context.shutdown(), context.mailbox(), context.totals())));
		Future<?> starting = Probe.async(() -> this.dynamic.startChild(child));
		this.gate.awaitReached();
		this.time.awaitParked(2);
		this.time.advance(Duration.ofSeconds(1));
		telling.awaitReached();
		this.time.awaitParked(Duration.ofSeconds(2));
		this.time.advance(Duration.ofSeconds(2));
		this.time.awaitParked(LIMIT);
		telling.open();
		assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> Probe.get(starting))
			.withMessageStartingWith("Child 'dyn/c' did not start: the supplier of c (");
	}

	@Test
	void a_template() {
		DynamicSupervisor templates = DynamicSupervisor.start(this.node, "templates",
				DynamicSupervisorSpec.defaults().template((id, arguments) -> hang()));
		Future<?> starting = Probe.async(() -> templates.startChild("c"));
		letTimeRunOut();
		assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> Probe.get(starting))
			.withMessageStartingWith("Child 'templates/c' did not start: the template (");
		assertThat(templates.children()).isEmpty();
	}

	@Test
	void a_class_that_a_server_reports() {
		Future<?> starting = Probe.async(() -> this.dynamic.startChild(ChildSpec.server("c", () -> new Quiet() {
			@Override
			public Class<?> reportedType() {
				return HangingStartTests.this.hangStubbornly();
			}
		})));
		letTimeRunOut();
		assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> Probe.get(starting))
			.withMessageContaining("init of c (" + getClass().getName() + "$1) did not return within 3s");
		assertAnswers();
	}

	@Test
	void the_timeout_of_the_child_counts_if_it_has_one() {
		Future<?> starting = Probe
			.async(() -> this.dynamic.startChild(ChildSpec.server("c", this::hang).startTimeout(LIMIT.plus(LIMIT))));
		letTimeRunOut();
		this.time.awaitParked(1);
		assertThat(starting).isNotDone();
		this.time.advance(LIMIT);
		assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> Probe.get(starting))
			.withMessageContaining("within 6s");
	}

	@Test
	void one_that_ignores_interrupts_is_not_waited_for_and_can_do_nothing_any_more() {
		Probe<Object> did = new Probe<>();
		try (LogProbe log = new LogProbe("io.triotp.process.GuardedCall")) {
			Future<?> starting = Probe.async(() -> this.dynamic.startChild(ChildSpec.worker("c", (context) -> {
				Self self = Self.current();
				this.seen.tell(this.gate.passStubbornly());
				did.tell(Self.currentOrNull() == null);
				return StartedChild.worker(self.spawnLink((process) -> did.tell("a process")));
			})));
			letTimeRunOut();
			assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> Probe.get(starting));
			assertAnswers();
			this.gate.open();
			assertThat(this.seen.await()).as("interrupted").isEqualTo(true);
			assertThat(did.await()).as("runs no process").isEqualTo(true);
			Probe.until(() -> log.rest().stream().anyMatch((line) -> line.toString().contains("has ended at last")));
			assertThat(did.rest()).isEmpty();
		}
	}

	@Test
	void what_it_had_started_does_not_live_on_and_the_name_is_free() {
		AtomicReference<Pid> started = new AtomicReference<>();
		AtomicBoolean hangs = new AtomicBoolean(true);
		ChildSpec child = ChildSpec.worker("c", (context) -> {
			Pid pid = Self.current()
				.processes()
				.spawn(SpawnOptions.defaults().name("c").linked(true), (self) -> self.receive());
			started.set(pid);
			return hangs.get() ? hang() : StartedChild.worker(pid);
		});
		Future<?> starting = Probe.async(() -> this.dynamic.startChild(child));
		letTimeRunOut();
		assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> Probe.get(starting));
		assertThat(Probe.exitOf(this.node, started.get())).isEqualTo(ExitReason.killed());
		hangs.set(false);
		assertThat(this.dynamic.startChild(child)).isEqualTo(this.node.whereis("c"));
	}

	@Test
	void one_that_waits_for_a_start_with_a_limit_of_its_own_is_not_given_up() throws Throwable {
		Future<?> starting = Probe.async(() -> this.dynamic
			.startChild(ChildSpec.worker("c", (context) -> StartedChild.worker(GenServer.startLink(new Quiet() {
				@Override
				public Integer init() {
					HangingStartTests.this.gate.passStubbornly();
					return super.init();
				}
			}, context.serverOptions().startTimeout(LIMIT.multipliedBy(3))).pid().orElseThrow()))));
		this.gate.awaitReached();
		this.time.awaitParked(2);
		this.time.advance(LIMIT);
		this.time.awaitParked(2);
		assertThat(starting).isNotDone();
		this.gate.open();
		assertThat(Probe.get(starting)).isNotNull();
	}

	@Test
	void a_kill_of_the_supervisor_interrupts_it_and_nobody_waits() {
		Future<?> starting = Probe
			.async(() -> this.dynamic.startChild(ChildSpec.worker("c", (context) -> hangStubbornly())));
		this.gate.awaitReached();
		this.node.kill(this.node.whereis("dyn").orElseThrow());
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> Probe.get(starting));
		assertThat(this.node.view().zombies()).hasSize(1);
		this.gate.open();
		assertThat(this.seen.await()).as("interrupted").isEqualTo(true);
		Probe.until(() -> this.node.view().zombieCount() == 0);
	}

	@Test
	void a_supplier_outlives_a_supervisor_that_was_killed_by_its_time_at_most() {
		Future<?> starting = Probe.async(() -> this.dynamic.startChild(ChildSpec.server("c", this::hangStubbornly)));
		this.gate.awaitReached();
		this.node.kill(this.node.whereis("dyn").orElseThrow());
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> Probe.get(starting));
		letTimeRunOut();
		Probe.until(() -> this.node.view().zombies().stream().anyMatch((each) -> each.path().endsWith("c")));
		this.gate.open();
		assertThat(this.seen.await()).as("interrupted").isEqualTo(true);
		Probe.until(() -> this.node.view().zombieCount() == 0);
	}

	@Test
	void a_server_is_made_in_its_own_process() {
		this.dynamic.startChild(ChildSpec.server("c", () -> {
			this.seen.tell(Self.current().pid());
			return new Quiet();
		}).name("c"));
		assertThat(this.seen.await()).isEqualTo(this.node.whereis("c").orElseThrow());
	}

	@Test
	void a_restart_is_tried_again_and_the_supervisor_answers() {
		AtomicBoolean hangs = new AtomicBoolean();
		Probe<Integer> incarnations = new Probe<>();
		Supervisor supervisor = Supervisor.start(this.node, "sup",
				SupervisorSpec.oneForOne(ChildSpec.server("c", () -> {
					if (hangs.getAndSet(false)) {
						hang();
					}
					incarnations.tell(1);
					return new Quiet();
				}).name("c")));
		incarnations.await();
		hangs.set(true);
		this.node.kill(this.node.whereis("c").orElseThrow());
		letTimeRunOut();
		incarnations.await();
		assertThat(supervisor.child("c")).get().extracting(ChildInfo::status).isEqualTo(ChildStatus.RUNNING);
	}

	@Test
	void a_module_ends_the_start_of_its_application_and_the_node_can_be_closed() {
		Future<?> starting = Probe.async(() -> {
			this.node.start(ApplicationSpec.of("app", (argument) -> hangStubbornly(), "x"));
			return null;
		});
		letTimeRunOut();
		assertThatExceptionOfType(ApplicationStartException.class).isThrownBy(() -> Probe.get(starting))
			.withStackTraceContaining("Child 'app' did not start: the function that makes its specification (")
			.withStackTraceContaining("did not return within 3s");
		this.node.close();
	}

	private static class Quiet implements GenServer<Integer, Call<Quiet, ?>, Cast<Quiet>> {

		@Override
		public Integer init() {
			return 0;
		}

	}

}
