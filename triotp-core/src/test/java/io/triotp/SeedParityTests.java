package io.triotp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationSpec;
import io.triotp.application.ApplicationStartException;
import io.triotp.application.ApplicationState;
import io.triotp.mailbox.Mailbox;
import io.triotp.mailbox.MailboxDoesNotExistException;
import io.triotp.mailbox.Mailboxes;
import io.triotp.mailbox.NameAlreadyExistsException;
import io.triotp.mailbox.NameDoesNotExistException;
import io.triotp.node.ApplicationFailedException;
import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ReplyTo;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.AutoShutdown;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.ChildStatus;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.GaveUp;
import io.triotp.supervisor.Place;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Strategy;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.EchoServer;
import io.triotp.testing.Gate;
import io.triotp.testing.Lives;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What TriOTP for Python can do works here; what is a bug there is none here. The tests
 * of its gen_server and its mailbox have their counterparts in {@code GenServerTests} and
 * {@code MailboxTests}.
 */
class SeedParityTests {

	private final ManualTime time = new ManualTime();

	private final Node node = Node.start(NodeOptions.defaults().time(this.time));

	private final Lives lives = new Lives();

	private final Gate gate = new Gate();

	private final Probe<Object> seen = new Probe<>();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	private static RestartIntensity limit(int maxRestarts) {
		return new RestartIntensity(maxRestarts, Duration.ofSeconds(5));
	}

	private static ChildSpec counting(AtomicInteger runs) {
		return ChildSpec.task("sample_task", runs::incrementAndGet).restart(Restart.PERMANENT);
	}

	private static ChildSpec countingAndCrashing(AtomicInteger runs) {
		return ChildSpec.task("sample_task", () -> {
			runs.incrementAndGet();
			throw new Lives.Boom();
		}).restart(Restart.PERMANENT);
	}

	/** The supervisor of the Python tests: it ends when its child has. */
	private Pid supervise(ChildSpec child, int maxRestarts) {
		boolean ends = child.restart() != Restart.PERMANENT;
		SupervisorSpec spec = new SupervisorSpec(Strategy.ONE_FOR_ONE, limit(maxRestarts),
				ends ? AutoShutdown.ALL_SIGNIFICANT : AutoShutdown.NEVER, null, List.of(child.significant(ends)));
		return Supervisor.start(this.node, "supervisor", spec).pid().orElseThrow();
	}

	private ExitReason exitOf(Pid pid) {
		return Probe.exitOf(this.node, pid);
	}

	private ApplicationState stateOf(String application) {
		return this.node.application(application).map(ApplicationInfo::state).orElseThrow();
	}

	private static void assertGaveUp(ExitReason reason) {
		assertThat(reason).isInstanceOfSatisfying(ExitReason.Shutdown.class,
				(shutdown) -> assertThat(shutdown.detail()).isInstanceOf(GaveUp.class));
	}

	/** One row of the table of what must work, each. */
	@Nested
	class Table {

		@Test
		void node_run_returns_when_the_applications_have_ended_and_throws_if_one_failed() {
			Node.run(EchoServer.tutorial(seen));
			assertThat(seen.rest()).startsWith("hello", "world");
			assertThatExceptionOfType(ApplicationFailedException.class)
				.isThrownBy(() -> Node.run(ApplicationSpec.child("bad", countingAndCrashing(new AtomicInteger()))));
		}

		@Test
		void applications_are_started_and_stopped_by_name_at_run_time() {
			ApplicationSpec spec = ApplicationSpec.of("app", SupervisorSpec.oneForOne(lives.server("a")));
			assertThat(node.start(spec)).isTrue();
			assertThat(node.start(spec)).as("starting twice does nothing").isFalse();
			assertThat(node.stop("app")).isTrue();
			assertThat(node.stop("app")).as("nor does stopping").isFalse();
		}

		@Test
		void permanent_is_the_restart_rule_of_an_application_and_opts_are_its_limits() {
			ApplicationSpec spec = ApplicationSpec.task("app", () -> {
			}).restart(Restart.TRANSIENT).limits(limit(7));
			assertThat(spec.restart()).isEqualTo(Restart.TRANSIENT);
			assertThat(spec.limits()).isEqualTo(limit(7));
			assertThat(ApplicationSpec.task("app", () -> {
			}).restart()).as("permanent=True is the default").isEqualTo(Restart.PERMANENT);
		}

		@Test
		void child_spec_and_options_have_the_same_defaults() {
			assertThat(ChildSpec.process("p", (self) -> {
			}).restart()).isEqualTo(Restart.PERMANENT);
			assertThat(ChildSpec.task("t", () -> {
			}).restart()).as("as in Elixir, not as in Python").isEqualTo(Restart.TEMPORARY);
			assertThat(SupervisorSpec.oneForOne().intensity()).isEqualTo(limit(3));
		}

		@Test
		void a_child_is_anything_that_can_be_started() {
			Supervisor supervisor = Supervisor.start(node, "supervisor",
					SupervisorSpec.oneForOne(lives.server("server"),
							ChildSpec.supervisor("supervisor", SupervisorSpec.oneForOne()),
							ChildSpec.dynamicSupervisor("dynamic", DynamicSupervisorSpec.defaults()),
							ChildSpec.task("task", gate::pass), ChildSpec.process("process", (self) -> self.receive()),
							ChildSpec.resource("resource", () -> () -> seen.tell("closed"))));
			assertThat(supervisor.counts().active()).isEqualTo(6);
			supervisor.stop();
			assertThat(seen.rest()).containsExactly("closed");
		}

		@ParameterizedTest
		@EnumSource
		void permanent_transient_and_temporary_mean_the_same(Restart restart) {
			assertThat(restart.after(ExitReason.normal())).isEqualTo(restart == Restart.PERMANENT);
			assertThat(restart.after(ExitReason.crash(new Lives.Boom()))).isEqualTo(restart != Restart.TEMPORARY);
		}

		@Test
		void a_supervisor_can_end_when_every_child_has_ended() {
			Pid supervisor = Supervisor.start(node, "supervisor", SupervisorSpec
				.untilAllEnded(ChildSpec.task("a", gate::pass).restart(Restart.TRANSIENT), ChildSpec.task("b", () -> {
				}).restart(Restart.TEMPORARY))).pid().orElseThrow();
			assertThat(supervisor.isAlive()).isTrue();
			gate.open();
			assertThat(exitOf(supervisor)).isEqualTo(ExitReason.shutdown());
		}

		@Test
		void a_dynamic_supervisor_starts_children_by_its_name_or_its_pid() {
			Pid pid = DynamicSupervisor.start(node, "dynamic", DynamicSupervisorSpec.defaults()).pid().orElseThrow();
			DynamicSupervisor.named(node, "dynamic").startChild(lives.server("a"));
			DynamicSupervisor.of(node, pid).startChild(lives.server("b"));
			assertThat(lives.rest()).containsExactly("+a", "+b");
		}

		@Test
		void a_gen_server_has_all_callbacks_and_answers_now_or_later_or_with_an_exception() throws Throwable {
			ServerRef<Desk> desk = GenServer.start(node, new Desk());
			assertThat(desk.call(new Now())).isEqualTo("now");
			Future<String> answer = Probe.async(() -> desk.call(new Later()));
			ReplyTo<String> caller = Probe.get(handed);
			caller.reply("later");
			assertThat(Probe.get(answer)).isEqualTo("later");
			assertThatExceptionOfType(Lives.Boom.class).isThrownBy(() -> desk.call(new Refused()));
			desk.cast(new Note());
			desk.send("info");
			assertThat(seen.await(2)).containsExactly("cast", "info");
			assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> desk.call(new Fire()));
			assertThat(seen.await()).isEqualTo("terminate");
			assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(() -> desk.call(new Now()));
		}

		@Test
		void a_missing_handle_call_or_handle_cast_stops_the_server_and_a_missing_handle_info_does_not() {
			ServerRef<Bare> bare = GenServer.start(node, new Bare());
			bare.send("ignored");
			assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> bare.call(new Ask()))
				.withCauseInstanceOf(UnsupportedOperationException.class);
			ServerRef<Bare> other = GenServer.start(node, new Bare());
			other.cast(new Tell());
			assertThat(exitOf(other.pid().orElseThrow()).exception()).isInstanceOf(UnsupportedOperationException.class);
		}

		@Test
		void mailboxes_are_usable_alone_from_any_thread() throws Exception {
			Mailboxes mailboxes = new Mailboxes();
			try (Mailbox mailbox = mailboxes.open("box")) {
				mailboxes.send("box", 1);
				mailboxes.send(mailbox.id(), 2);
				assertThat(List.of(mailbox.receive(), mailbox.receive())).containsExactly(1, 2);
				assertThat(mailbox.receive(Duration.ZERO, () -> "nothing")).isEqualTo("nothing");
				assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> mailbox.receive(Duration.ZERO));
				mailboxes.register(mailbox.id(), "alias");
				assertThatExceptionOfType(NameAlreadyExistsException.class)
					.isThrownBy(() -> mailboxes.register(mailbox.id(), "alias"));
				mailboxes.unregister("alias");
				assertThatExceptionOfType(NameDoesNotExistException.class)
					.isThrownBy(() -> mailboxes.unregister("alias"));
				mailboxes.unregisterAll(mailbox.id());
			}
			assertThatExceptionOfType(MailboxDoesNotExistException.class).isThrownBy(() -> mailboxes.send("box", 3));
			Mailbox other = mailboxes.create();
			mailboxes.destroy(other.id());
			assertThatExceptionOfType(MailboxDoesNotExistException.class)
				.isThrownBy(() -> mailboxes.destroy(other.id()));
		}

	}

	/** What TriOTP for Python gets wrong. */
	@Nested
	class NotPorted {

		@Test
		void a_late_reply_does_not_crash_the_server() throws Throwable {
			ServerRef<Desk> desk = GenServer.start(node, new Desk());
			Future<String> call = Probe.async(() -> desk.call(new Later(), Duration.ofSeconds(1)));
			ReplyTo<String> caller = Probe.get(handed);
			time.awaitParked(1);
			time.advance(Duration.ofSeconds(1));
			assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call));
			caller.reply("too late");
			assertThat(desk.call(new Now())).isEqualTo("now");
		}

		@Test
		void the_crash_of_a_temporary_child_does_not_end_its_supervisor() {
			Probe<SupervisorEvent.ChildExited> exits = new Probe<>();
			node.view().addListener((event) -> {
				if (event instanceof SupervisorEvent.ChildExited exited) {
					exits.tell(exited);
				}
			});
			Supervisor supervisor = Supervisor.start(node, "supervisor", SupervisorSpec.oneForOne(
					countingAndCrashing(new AtomicInteger()).restart(Restart.TEMPORARY), lives.server("healthy")));
			assertThat(exits.await().reason().exception()).isInstanceOf(Lives.Boom.class);
			assertThat(supervisor.children()).singleElement()
				.matches((child) -> child.id().equals("healthy") && child.status() == ChildStatus.RUNNING);
		}

		@Test
		void a_permanent_child_that_ends_well_too_often_makes_its_supervisor_give_up_loudly() {
			Probe<GaveUp> gaveUp = new Probe<>();
			node.view().addListener((event) -> {
				if (event instanceof SupervisorEvent.SupervisorGaveUp it) {
					gaveUp.tell(it.detail());
				}
			});
			assertGaveUp(exitOf(supervise(counting(new AtomicInteger()), 3)));
			assertThat(gaveUp.await())
				.isEqualTo(new GaveUp(Place.of("supervisor"), "sample_task", ExitReason.normal(), limit(3)));
		}

		@Test
		void the_limit_is_that_of_the_supervisor_and_not_of_each_child() {
			AtomicInteger runs = new AtomicInteger();
			SupervisorSpec spec = SupervisorSpec
				.oneForOne(countingAndCrashing(runs).id("one"), countingAndCrashing(runs).id("two"),
						countingAndCrashing(runs).id("three"))
				.intensity(limit(4));
			assertGaveUp(exitOf(Supervisor.start(node, "supervisor", spec).pid().orElseThrow()));
			assertThat(runs.get()).as("three starts and four restarts; some may be cut short").isLessThanOrEqualTo(7);
		}

		@Test
		void an_init_that_fails_tells_why() {
			lives.everyStart("a", Lives.boom());
			assertThatExceptionOfType(ApplicationStartException.class)
				.isThrownBy(() -> node.start(ApplicationSpec.of("app", SupervisorSpec.oneForOne(lives.server("a")))))
				.withMessageContaining("Child 'app/a' did not start")
				.withRootCauseInstanceOf(Lives.Boom.class);
		}

		@Test
		void to_stop_an_application_calls_terminate() {
			node.start(ApplicationSpec.of("app", SupervisorSpec.oneForOne(lives.server("a"))));
			node.stop("app");
			assertThat(lives.rest()).containsExactly("+a", "-a");
		}

	}

	/** The counterparts of test_supervisor.py. */
	@Nested
	class TestSupervisor {

		@ParameterizedTest
		@ValueSource(ints = { 1, 3, 5 })
		void automatic_restart_permanent(int maxRestarts) {
			AtomicInteger runs = new AtomicInteger();
			assertGaveUp(exitOf(supervise(counting(runs), maxRestarts)));
			assertThat(runs).hasValue(maxRestarts + 1);
		}

		@ParameterizedTest
		@CsvSource({ "1, PERMANENT", "3, PERMANENT", "5, PERMANENT", "1, TRANSIENT", "3, TRANSIENT", "5, TRANSIENT" })
		void automatic_restart_crash(int maxRestarts, Restart restart) {
			AtomicInteger runs = new AtomicInteger();
			assertGaveUp(exitOf(supervise(countingAndCrashing(runs).restart(restart), maxRestarts)));
			assertThat(runs).hasValue(maxRestarts + 1);
		}

		@ParameterizedTest
		@EnumSource(names = { "TEMPORARY", "TRANSIENT" })
		void no_restart(Restart restart) {
			AtomicInteger runs = new AtomicInteger();
			assertThat(exitOf(supervise(counting(runs).restart(restart), 3))).isEqualTo(ExitReason.shutdown());
			assertThat(runs).hasValue(1);
		}

	}

	/** The counterparts of test_dynamic_supervisor.py. */
	@Nested
	class TestDynamicSupervisor {

		private DynamicSupervisor supervise(ChildSpec child, int maxRestarts) {
			DynamicSupervisor supervisor = DynamicSupervisor.start(node, "dynamic",
					DynamicSupervisorSpec.defaults().intensity(limit(maxRestarts)));
			supervisor.startChild(child);
			return supervisor;
		}

		@ParameterizedTest
		@ValueSource(ints = { 1, 3, 5 })
		void automatic_restart_permanent(int maxRestarts) {
			AtomicInteger runs = new AtomicInteger();
			awaitGaveUp(counting(runs), maxRestarts);
			assertThat(runs).hasValue(maxRestarts + 1);
		}

		@ParameterizedTest
		@CsvSource({ "1, PERMANENT", "3, PERMANENT", "5, PERMANENT", "1, TRANSIENT", "3, TRANSIENT", "5, TRANSIENT" })
		void automatic_restart_crash(int maxRestarts, Restart restart) {
			AtomicInteger runs = new AtomicInteger();
			awaitGaveUp(countingAndCrashing(runs).restart(restart), maxRestarts);
			assertThat(runs).hasValue(maxRestarts + 1);
		}

		private void awaitGaveUp(ChildSpec child, int maxRestarts) {
			Pid supervisor = DynamicSupervisor
				.start(node, "dynamic", DynamicSupervisorSpec.defaults().intensity(limit(maxRestarts)))
				.pid()
				.orElseThrow();
			assertThat(DynamicSupervisor.of(node, supervisor).startChild(child)).isPresent();
			assertGaveUp(exitOf(supervisor));
		}

		@ParameterizedTest
		@EnumSource(names = { "TEMPORARY", "TRANSIENT" })
		void no_restart(Restart restart) {
			AtomicInteger runs = new AtomicInteger();
			Probe<SupervisorEvent.ChildExited> exits = new Probe<>();
			node.view().addListener((event) -> {
				if (event instanceof SupervisorEvent.ChildExited exited) {
					exits.tell(exited);
				}
			});
			DynamicSupervisor supervisor = supervise(counting(runs).restart(restart), 3);
			exits.await();
			assertThat(supervisor.children()).isEmpty();
			assertThat(runs).hasValue(1);
		}

	}

	/** The counterparts of test_application/. */
	@Nested
	class TestApplication {

		private ApplicationState run(ApplicationSpec spec) throws Exception {
			node.start(spec);
			Probe.until(() -> !stateOf(spec.name()).isLive());
			return stateOf(spec.name());
		}

		@ParameterizedTest
		@ValueSource(ints = { 1, 3, 5 })
		void app_automatic_restart_permanent(int maxRestarts) throws Exception {
			AtomicInteger runs = new AtomicInteger();
			assertThat(run(ApplicationSpec.task("app_a", runs::incrementAndGet).limits(limit(maxRestarts))))
				.isEqualTo(ApplicationState.FAILED);
			assertThat(runs).hasValue(maxRestarts + 1);
		}

		@ParameterizedTest
		@CsvSource({ "1, PERMANENT", "3, PERMANENT", "5, PERMANENT", "1, TRANSIENT", "3, TRANSIENT", "5, TRANSIENT" })
		void app_automatic_restart_crash(int maxRestarts, Restart restart) throws Exception {
			AtomicInteger runs = new AtomicInteger();
			assertThat(run(ApplicationSpec.child("app_b", countingAndCrashing(runs))
				.restart(restart)
				.limits(limit(maxRestarts)))).isEqualTo(ApplicationState.FAILED);
			assertThat(runs).hasValue(maxRestarts + 1);
		}

		@Test
		void app_no_automatic_restart() throws Exception {
			AtomicInteger runs = new AtomicInteger();
			assertThat(run(ApplicationSpec.task("app_a", runs::incrementAndGet).restart(Restart.TRANSIENT)))
				.isEqualTo(ApplicationState.ENDED);
			assertThat(runs).hasValue(1);
		}

		@ParameterizedTest
		@EnumSource(names = { "PERMANENT", "TRANSIENT" })
		void app_stop(Restart restart) {
			AtomicInteger runs = new AtomicInteger();
			node.start(ApplicationSpec.task("app_c", () -> {
				runs.incrementAndGet();
				gate.pass();
			}).restart(restart));
			gate.awaitReached();
			node.stop("app_c");
			assertThat(stateOf("app_c")).isEqualTo(ApplicationState.STOPPED);
			assertThat(runs).hasValue(1);
		}

	}

	/** The counterpart of test_node/. */
	@Nested
	class TestNode {

		@Test
		void node_run() {
			AtomicInteger runs = new AtomicInteger();
			Node.run(ApplicationSpec.task("sample_app", runs::incrementAndGet).restart(Restart.TRANSIENT));
			assertThat(runs).hasValue(1);
		}

	}

	/** Completed with the caller of a call that is answered later. */
	private final CompletableFuture<ReplyTo<String>> handed = new CompletableFuture<>();

	private sealed interface DeskCall extends Call<Desk, String> {

	}

	private record Now() implements DeskCall {
	}

	private record Later() implements DeskCall {
	}

	private record Refused() implements DeskCall {
	}

	private record Fire() implements DeskCall {
	}

	private record Note() implements Cast<Desk> {
	}

	private final class Desk implements GenServer<Optional<String>, DeskCall, Note> {

		@Override
		public Optional<String> init() {
			return Optional.empty();
		}

		@Override
		public CallResult<Optional<String>> handleCall(DeskCall request, From from, Optional<String> state) {
			return switch (request) {
				case Now now -> reply(now, "now", state);
				case Later later -> {
					SeedParityTests.this.handed.complete(from.to(later));
					yield next(state);
				}
				case Refused refused -> raise(new Lives.Boom(), state);
				case Fire fire -> stop(state);
			};
		}

		@Override
		public Next<Optional<String>> handleCast(Note message, Optional<String> state) {
			SeedParityTests.this.seen.tell("cast");
			return next(state);
		}

		@Override
		public Next<Optional<String>> handleInfo(Object message, Optional<String> state) {
			SeedParityTests.this.seen.tell(message);
			return next(state);
		}

		@Override
		public void terminate(ExitReason reason, Optional<String> state) {
			SeedParityTests.this.seen.tell("terminate");
		}

	}

	private record Ask() implements Call<Bare, String> {
	}

	private record Tell() implements Cast<Bare> {
	}

	private static final class Bare implements GenServer<String, Ask, Tell> {

		@Override
		public String init() {
			return "";
		}

	}

}
