package io.triotp.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NameTakenException;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.ProcessBody;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.testing.Lives;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Cases of the test suites of OTP and Elixir for supervisors whose children come and go,
 * as far as {@link DynamicSupervisorTests} does not have them.
 */
class DynamicSupervisorConformanceTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Backoff WAIT_A_SECOND = new Backoff(SECOND, SECOND, 1, 0, Duration.ofDays(1));

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Lives lives = new Lives();

	private final Gate gate = new Gate();

	private final Probe<SupervisorEvent> events = new Probe<>();

	private DynamicSupervisor supervisor;

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	private Pid start(DynamicSupervisorSpec spec) {
		this.supervisor = DynamicSupervisor.start(this.node, "dyn", spec);
		this.node.view().addListener((event) -> {
			if (event instanceof SupervisorEvent.ChildExited || event instanceof SupervisorEvent.StartFailed) {
				this.events.tell((SupervisorEvent) event);
			}
		});
		return this.supervisor.pid().orElseThrow();
	}

	private Pid start() {
		return start(DynamicSupervisorSpec.defaults());
	}

	private Pid child(ChildSpec spec) {
		return this.supervisor.startChild(spec).orElseThrow();
	}

	private Pid child(String id) {
		return child(this.lives.server(id));
	}

	private ChildInfo info(String id) {
		return this.supervisor.children().stream().filter((child) -> child.id().equals(id)).findFirst().orElseThrow();
	}

	private ExitReason exitOf(Pid pid) {
		return Probe.exitOf(this.node, pid);
	}

	/** Have a child end, and wait until the supervisor has dealt with it. */
	private void end(Pid pid, ExitReason reason) {
		Lives.end(this.node, pid, reason);
		this.events.await();
		this.supervisor.children();
	}

	private void kill(Pid pid) {
		this.node.kill(pid);
		this.events.await();
		this.supervisor.children();
	}

	private Future<?> stopLater() {
		return Probe.async(() -> {
			this.supervisor.stop();
			return null;
		});
	}

	// starting

	@Test
	@Conformance("DYN-02")
	void limits_that_make_no_sense_cannot_be_made() {
		DynamicSupervisorSpec fine = DynamicSupervisorSpec.defaults();
		assertThatNullPointerException().isThrownBy(() -> fine.intensity(null)).withMessage("intensity");
		assertThatIllegalArgumentException().isThrownBy(() -> fine.intensity(new RestartIntensity(-1, SECOND)))
			.withMessage("max-restarts must be 0 or more, but is -1");
		assertThatIllegalArgumentException().isThrownBy(() -> fine.intensity(new RestartIntensity(3, Duration.ZERO)))
			.withMessage("period must be more than 0, but is 0s");
		assertThatIllegalArgumentException().isThrownBy(() -> fine.maxChildren(-1))
			.withMessage("max-children must be 0 or more, but is -1");
	}

	@ParameterizedTest
	@EnumSource
	@Conformance({ "SUP-08", "SUP-09" })
	void of_a_child_of_a_template_that_has_nothing_to_do_nothing_is_kept(Restart restart) {
		Pid sup = start(
				DynamicSupervisorSpec.defaults().template((id, arguments) -> this.lives.server(id).restart(restart)));
		this.lives.nextStarts("a", Lives.ignore());
		assertThat(this.supervisor.startChild("a")).isEmpty();
		assertThat(this.supervisor.children()).isEmpty();
		Pid good = this.supervisor.startChild("a").orElseThrow();
		assertThat(this.supervisor.children()).extracting((child) -> child.pid().orElseThrow()).containsExactly(good);
		this.supervisor.stop();
		assertThat(this.node.exitReason(good)).contains(ExitReason.shutdown());
		assertThat(sup.isAlive()).isFalse();
		assertThat(this.node.view().processCount()).isZero();
	}

	@Test
	@Conformance("SUP-14")
	void all_children_of_a_template_are_alike() {
		start(DynamicSupervisorSpec.defaults()
			.template((id,
					arguments) -> this.lives.server(id).restart(Restart.TRANSIENT).shutdown(Shutdown.within(SECOND))));
		List<Pid> started = Stream.of("a", "b", "c").map((id) -> this.supervisor.startChild(id).orElseThrow()).toList();
		assertThat(this.supervisor.children()).extracting((child) -> child.pid().orElseThrow())
			.containsExactlyInAnyOrderElementsOf(started);
		assertThat(this.supervisor.children()).allSatisfy((child) -> {
			assertThat(child.restart()).isEqualTo(Restart.TRANSIENT);
			assertThat(child.shutdown()).isEqualTo(Shutdown.within(SECOND));
			assertThat(child.type()).isEqualTo(ChildType.WORKER);
			assertThat(child.significant()).isFalse();
		});
	}

	@Test
	@Conformance({ "DYN-06", "DYN-17" })
	void what_a_template_gives_to_all_children_they_get_at_every_start() {
		String shared = "shared";
		start(DynamicSupervisorSpec.defaults()
			.template((id, arguments) -> this.lives.server(shared + "," + arguments[0]).restart(Restart.TRANSIENT)));
		Pid before = this.supervisor.startChild("a", "own").orElseThrow();
		Lives.crash(this.node, before);
		assertThat(this.lives.await(3)).containsExactly("+shared,own", "-shared,own", "+shared,own");
	}

	@Test
	@Conformance("DYN-08")
	void what_comes_of_a_start_is_told_to_who_asked_for_it() {
		start();
		this.lives.everyStart("ignored", Lives.ignore()).everyStart("failed", Lives.boom());
		Pid ok = child("ok");
		assertThat(ok.isAlive()).isTrue();
		assertThat(this.supervisor.startChild(this.lives.server("ignored"))).isEmpty();
		assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> child("failed"))
			.matches((ex) -> ex.reason().exception() instanceof Lives.Boom);
		assertThatExceptionOfType(ChildStartException.class)
			.isThrownBy(() -> child(ChildSpec.worker("junk", (context) -> null)))
			.matches((ex) -> ex.path().equals("dyn/junk"));
		assertThat(this.supervisor.children()).extracting(ChildInfo::id).containsExactly("ok");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	@Conformance("DYN-09")
	void a_start_function_that_throws_or_exits_does_no_harm_to_the_supervisor(String what, Throwable thrown,
			ExitReason expected) {
		Pid sup = start();
		StartFunction start = (context) -> {
			if (thrown == null) {
				throw Self.current().exit(expected);
			}
			throw sneaky(thrown);
		};
		assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> child(ChildSpec.worker("a", start)))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(expected));
		assertThat(sup.isAlive()).isTrue();
		assertThat(this.supervisor.children()).isEmpty();
	}

	@SuppressWarnings("unchecked")
	private static <X extends Throwable> RuntimeException sneaky(Throwable thrown) throws X {
		throw (X) thrown;
	}

	static Stream<Arguments> a_start_function_that_throws_or_exits_does_no_harm_to_the_supervisor() {
		Function<Throwable, Arguments> row = (ex) -> Arguments.of(ex.getClass().getSimpleName(), ex,
				ExitReason.crash(ex));
		return Stream.of(row.apply(new IllegalStateException("unchecked")), row.apply(new Exception("checked")),
				row.apply(new AssertionError("an error")), Arguments.of("exit", null, ExitReason.failure("no")));
	}

	@Test
	@Conformance("DYN-10")
	void where_no_children_are_allowed_none_is_started() {
		start(DynamicSupervisorSpec.defaults().maxChildren(0));
		assertThatExceptionOfType(TooManyChildrenException.class).isThrownBy(() -> child("a"));
		assertThat(this.lives.rest()).isEmpty();
	}

	@Test
	@Conformance("DYN-16")
	void a_child_that_was_restarted_takes_one_place() {
		start(DynamicSupervisorSpec.defaults().maxChildren(1));
		kill(child("a"));
		assertThat(info("a").status()).isEqualTo(ChildStatus.RUNNING);
		assertThatExceptionOfType(TooManyChildrenException.class).isThrownBy(() -> child("b"));
	}

	// restarting

	@Test
	@Conformance("DYN-12")
	void a_transient_child_is_gone_after_a_shutdown_and_restarted_after_anything_else() {
		start();
		for (ExitReason clean : List.of(ExitReason.shutdown(), ExitReason.shutdown("detail"))) {
			end(child(this.lives.server("a").restart(Restart.TRANSIENT)), clean);
			assertThat(this.supervisor.children()).as(clean.toString()).isEmpty();
		}
		Pid before = child(this.lives.server("a").restart(Restart.TRANSIENT));
		end(before, ExitReason.failure("whatever"));
		assertThat(info("a").pid()).get().isNotEqualTo(before);
	}

	@Test
	@Conformance("DYN-13")
	void a_permanent_child_is_restarted_whatever_the_reason() {
		start();
		child("a");
		for (ExitReason reason : List.of(ExitReason.shutdown(), ExitReason.shutdown("detail"),
				ExitReason.failure("whatever"))) {
			Pid before = info("a").pid().orElseThrow();
			end(before, reason);
			assertThat(info("a").pid()).as(reason.toString()).get().isNotEqualTo(before);
		}
	}

	@Test
	@Conformance("DYN-14")
	void a_restart_starts_or_removes_a_child_or_leaves_it_restarting() {
		AtomicInteger starts = new AtomicInteger();
		start(DynamicSupervisorSpec.defaults().intensity(new RestartIntensity(10, SECOND)));
		this.lives.nextStarts("ignores", Lives.fine(), Lives.ignore()).nextStarts("fails", Lives.fine(), Lives.boom());
		StartFunction junk = (context) -> (starts.incrementAndGet() == 1)
				? StartedChild.worker(Self.current().spawnLink(waiting())) : null;
		Pid ok = child("ok");
		Pid ignores = child("ignores");
		kill(ok);
		kill(ignores);
		Pid fails = child(this.lives.server("fails").backoff(failsAfterTheFirst()));
		Pid junky = child(ChildSpec.worker("junk", junk).backoff(failsAfterTheFirst()));
		for (Pid pid : List.of(fails, junky)) {
			kill(pid);
			this.time.advance(SECOND);
			assertThat(this.events.await()).isInstanceOf(SupervisorEvent.StartFailed.class);
			this.supervisor.children();
		}
		assertThat(info("ok").pid()).get().isNotEqualTo(ok);
		assertThat(this.supervisor.children()).extracting(ChildInfo::id)
			.containsExactlyInAnyOrder("ok", "fails", "junk");
		assertThat(info("fails").status()).isEqualTo(ChildStatus.RESTARTING);
		assertThat(info("junk").status()).isEqualTo(ChildStatus.RESTARTING);
		assertThat(this.supervisor.counts()).isEqualTo(new ChildCounts(3, 1, 0, 3));
	}

	/** The first attempt after a second, the next one in the far future. */
	private static Backoff failsAfterTheFirst() {
		return new Backoff(SECOND, Duration.ofDays(1), 86_400, 0, Duration.ofDays(1));
	}

	private static ProcessBody waiting() {
		return (self) -> self.receive();
	}

	@Test
	@Conformance("SUP-69")
	void children_that_are_being_restarted_are_counted_and_can_be_stopped() {
		start(DynamicSupervisorSpec.defaults().intensity(new RestartIntensity(100, SECOND)).backoff(WAIT_A_SECOND));
		Pid a = child("a");
		Pid b = child("b");
		Pid c = child("c");
		this.lives.nextStarts("b", Lives.boom()).nextStarts("c", Lives.boom());
		kill(b);
		kill(c);
		this.lives.rest();
		this.time.advance(SECOND);
		assertThat(this.events.await(2)).hasOnlyElementsOfType(SupervisorEvent.StartFailed.class);
		assertThat(this.supervisor.counts()).isEqualTo(new ChildCounts(3, 1, 0, 3));
		this.time.advance(SECOND);
		assertThat(this.lives.await(2)).containsExactlyInAnyOrder("+b", "+c");
		assertThat(this.supervisor.counts()).isEqualTo(new ChildCounts(3, 3, 0, 3));
		Pid again = info("b").pid().orElseThrow();
		kill(again);
		for (Pid pid : List.of(a, again, info("c").pid().orElseThrow())) {
			this.supervisor.terminateChild(pid);
		}
		assertThat(this.supervisor.counts()).isEqualTo(new ChildCounts(0, 0, 0, 0));
	}

	// stopping

	@Test
	@Conformance("SUP-21")
	void children_that_are_to_be_killed_are_killed_though_they_trap_exits() {
		start();
		List<Pid> pids = IntStream.range(0, 10).mapToObj((i) -> child(ChildSpec.process("a", (self) -> {
			self.trapExits(true);
			this.lives.tell("trapping");
			self.receive();
			this.lives.tell("asked");
		}).shutdown(Shutdown.brutalKill()))).toList();
		this.lives.await(10);
		this.supervisor.stop();
		assertThat(pids).allSatisfy((pid) -> assertThat(exitOf(pid)).isEqualTo(ExitReason.killed()));
		assertThat(this.lives.rest()).isEmpty();
	}

	@Test
	@Conformance("DYN-20")
	void each_child_is_stopped_in_its_own_way() {
		start();
		Pid brutal = child(this.lives.server("brutal").shutdown(Shutdown.brutalKill()));
		Pid patient = child(this.lives.server("patient").shutdown(Shutdown.infinity()));
		Pid limited = child(this.lives.server("limited").shutdown(Shutdown.within(SECOND)));
		this.supervisor.stop();
		assertThat(exitOf(brutal)).isEqualTo(ExitReason.killed());
		assertThat(exitOf(patient)).isEqualTo(ExitReason.shutdown());
		assertThat(exitOf(limited)).isEqualTo(ExitReason.shutdown());
	}

	@Test
	@Conformance("DYN-21")
	void children_that_end_for_reasons_of_their_own_when_asked_keep_these() {
		Pid sup = start();
		Pid detailed = child(trappingUntilAsked(ExitReason.shutdown("detail")));
		Pid normal = child(trappingUntilAsked(ExitReason.normal()));
		this.lives.await(2);
		this.node.host().stop(sup, ExitReason.shutdown());
		assertThat(exitOf(sup)).isEqualTo(ExitReason.shutdown());
		assertThat(exitOf(detailed)).isEqualTo(ExitReason.shutdown("detail"));
		assertThat(exitOf(normal)).isEqualTo(ExitReason.normal());
	}

	private ChildSpec trappingUntilAsked(ExitReason answer) {
		return ChildSpec.process("a", (self) -> {
			self.trapExits(true);
			this.lives.tell("trapping");
			self.receive();
			throw self.exit(answer);
		});
	}

	@Test
	@Conformance("DYN-22")
	void the_deaf_are_killed_when_their_time_is_over_and_the_obedient_are_not() throws Throwable {
		start();
		this.lives.onEnd("deaf", this.gate::passStubbornly);
		Shutdown hurry = Shutdown.within(Duration.ofMillis(1));
		Pid obedient = child(this.lives.server("obedient").shutdown(hurry));
		Pid deaf = child(this.lives.server("deaf").shutdown(hurry));
		Future<?> stopping = stopLater();
		this.gate.awaitReached();
		assertThat(exitOf(obedient)).isEqualTo(ExitReason.shutdown());
		this.time.awaitParked(1);
		this.time.advance(Duration.ofMillis(1));
		Probe.get(stopping);
		assertThat(exitOf(deaf)).isEqualTo(ExitReason.killed());
	}

	@Test
	void a_child_whose_name_is_taken_does_not_start_and_who_asked_is_told_the_holder() { // OTP
																							// D4
		start(DynamicSupervisorSpec.defaults());
		Pid holder = this.supervisor.startChild(this.lives.server("a").name("taken")).orElseThrow();
		assertThatExceptionOfType(NameTakenException.class)
			.isThrownBy(() -> this.supervisor.startChild(this.lives.server("b").name("taken")))
			.satisfies((ex) -> assertThat(ex.holder()).isEqualTo(holder));
		assertThat(this.supervisor.children()).hasSize(1);
	}

}
