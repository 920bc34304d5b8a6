package io.triotp.supervisor;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;
import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.supervisor.ChildConflictException.Conflict;
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
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Cases of the test suites of OTP and Elixir for supervisors, as far as
 * {@link SupervisorTests} does not have them.
 */
class SupervisorConformanceTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Map<String, ExitReason> ENDS = Map.of("normal", ExitReason.normal(), "shutdown",
			ExitReason.shutdown(), "shutdown with a detail", ExitReason.shutdown("detail"), "failure",
			ExitReason.failure("other"));

	private static final Map<String, ExitReason> ENDS_AND_KILL = withKill(ENDS);

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Lives lives = new Lives();

	private final Gate gate = new Gate();

	private final Probe<SupervisorEvent.ChildExited> exits = new Probe<>();

	private Supervisor supervisor;

	private static Map<String, ExitReason> withKill(Map<String, ExitReason> ends) {
		Map<String, ExitReason> all = new HashMap<>(ends);
		all.put("kill", ExitReason.killed());
		return Map.copyOf(all);
	}

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	/** Start, and forget that the children have. */
	private Pid start(SupervisorSpec spec) {
		this.supervisor = Supervisor.start(this.node, "sup", spec);
		this.lives.rest();
		this.node.view().addListener((event) -> {
			if (event instanceof SupervisorEvent.ChildExited exited) {
				this.exits.tell(exited);
			}
		});
		return this.supervisor.pid().orElseThrow();
	}

	private ChildSpec server(String id, Restart restart) {
		return this.lives.server(id).restart(restart);
	}

	private ChildSpec significant(String id, Restart restart) {
		return server(id, restart).significant(true);
	}

	private ChildInfo info(String id) {
		return info(this.supervisor, id);
	}

	private static ChildInfo info(Supervisor supervisor, String id) {
		return supervisor.children().stream().filter((child) -> child.id().equals(id)).findFirst().orElseThrow();
	}

	private Pid pid(String id) {
		return info(id).pid().orElseThrow();
	}

	private Supervisor below(String id) {
		return Supervisor.of(this.node, pid(id));
	}

	private List<String> ids() {
		return this.supervisor.children().stream().map(ChildInfo::id).toList();
	}

	private ExitReason exitOf(Pid pid) {
		return Probe.exitOf(this.node, pid);
	}

	/** Have a child end, and wait until the supervisor has dealt with it. */
	private void end(String id, ExitReason reason) {
		if (reason instanceof ExitReason.Killed) {
			this.node.kill(pid(id));
		}
		else {
			Lives.end(this.node, pid(id), reason);
		}
		this.exits.await();
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
	@Conformance("SUP-01")
	void a_supervisor_without_children_lives_until_its_own_supervisor_wants_its_end() {
		start(SupervisorSpec.oneForOne(ChildSpec.supervisor("empty", SupervisorSpec.oneForOne())));
		assertThat(pid("empty").isAlive()).isTrue();
		assertThat(below("empty").children()).isEmpty();
		this.supervisor.terminateChild("empty");
		assertThat(info("empty").lastExit()).contains(ExitReason.shutdown());
	}

	@Test
	@Conformance("SUP-10")
	void a_child_that_fails_to_start_or_starts_nothing_is_named_in_the_error_and_not_kept() {
		start(SupervisorSpec.oneForOne());
		this.lives.everyStart("fails", Lives.boom());
		assertThatExceptionOfType(ChildStartException.class)
			.isThrownBy(() -> this.supervisor.startChild(this.lives.server("fails")))
			.withCauseInstanceOf(Lives.Boom.class)
			.matches((ex) -> ex.path().equals("sup/fails"));
		assertThatExceptionOfType(ChildStartException.class)
			.isThrownBy(() -> this.supervisor.startChild(ChildSpec.worker("junk", (context) -> null)))
			.matches((ex) -> ex.path().equals("sup/junk"));
		assertThat(this.supervisor.counts()).isEqualTo(new ChildCounts(0, 0, 0, 0));
	}

	@Test
	@Conformance("SUP-13")
	void what_a_specification_does_not_say_can_be_seen_in_the_child() {
		start(SupervisorSpec.oneForOne(this.lives.server("worker"),
				this.lives.server("brutal").shutdown(Shutdown.brutalKill()),
				ChildSpec.supervisor("inner", SupervisorSpec.oneForOne())));
		assertThat(this.supervisor.children()).allSatisfy((info) -> {
			assertThat(info.restart()).isEqualTo(Restart.PERMANENT);
			assertThat(info.significant()).isFalse();
		});
		assertThat(info("worker").type()).isEqualTo(ChildType.WORKER);
		assertThat(info("worker").shutdown()).isEqualTo(Shutdown.within(Duration.ofSeconds(5)));
		assertThat(info("brutal").shutdown()).isEqualTo(Shutdown.brutalKill());
		assertThat(info("inner").type()).isEqualTo(ChildType.SUPERVISOR);
		assertThat(info("inner").shutdown()).isEqualTo(Shutdown.infinity());
		assertThat(ids()).doesNotContain("unknown");
	}

	@Test
	@Conformance({ "SUP-37", "ESUP-05" })
	void a_specification_that_makes_no_sense_cannot_be_made() {
		ChildSpec fine = this.lives.server("fine");
		assertThatNullPointerException().isThrownBy(() -> fine.id(null));
		assertThatNullPointerException().isThrownBy(() -> ChildSpec.worker("w", null)).withMessage("start");
		assertThatNullPointerException().isThrownBy(() -> fine.restart(null)).withMessage("restart");
		assertThatNullPointerException().isThrownBy(() -> fine.shutdown(null)).withMessage("shutdown");
		assertThatNullPointerException()
			.isThrownBy(() -> new ChildSpec("w", fine.start(), null, Restart.PERMANENT, Shutdown.infinity(), false,
					null, null, null, null))
			.withMessage("type");
		assertThatIllegalArgumentException().isThrownBy(() -> Shutdown.within(Duration.ofMillis(-1)))
			.withMessage("Shutdown timeout must not be negative, but is -1ms");
	}

	@Test
	@Conformance("SUP-40")
	void every_combination_of_restart_shutdown_and_type_is_fine() {
		List<ChildSpec> all = new ArrayList<>();
		for (Restart restart : Restart.values()) {
			for (Shutdown shutdown : List.of(Shutdown.within(Duration.ZERO), Shutdown.within(SECOND),
					Shutdown.infinity(), Shutdown.brutalKill())) {
				all.add(server("worker" + all.size(), restart).shutdown(shutdown));
				all.add(ChildSpec.supervisor("supervisor" + all.size(), SupervisorSpec.oneForOne())
					.restart(restart)
					.shutdown(shutdown));
			}
		}
		start(SupervisorSpec.oneForOne(all.toArray(ChildSpec[]::new)));
		assertThat(this.supervisor.counts()).isEqualTo(new ChildCounts(24, 24, 12, 12));
	}

	@Test
	@Conformance("SUP-42")
	void limits_and_rules_that_make_no_sense_cannot_be_made() {
		assertThatNullPointerException().isThrownBy(() -> SupervisorSpec.of(null)).withMessage("strategy");
		assertThatNullPointerException().isThrownBy(() -> SupervisorSpec.oneForOne().intensity(null))
			.withMessage("intensity");
		assertThatNullPointerException().isThrownBy(() -> SupervisorSpec.oneForOne().autoShutdown(null))
			.withMessage("autoShutdown");
		assertThatIllegalArgumentException().isThrownBy(() -> new RestartIntensity(-1, SECOND))
			.withMessage("max-restarts must be 0 or more, but is -1");
		assertThatIllegalArgumentException().isThrownBy(() -> new RestartIntensity(1, Duration.ZERO))
			.withMessage("period must be more than 0, but is 0s");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a\nb" })
	@Conformance("ESUP-04")
	void a_name_that_is_none_is_refused(String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Supervisor.start(this.node, name, SupervisorSpec.oneForOne()));
		assertThat(this.node.view().processCount()).isZero();
	}

	@Test
	@Conformance("ESUP-06")
	void a_child_may_be_given_no_time_to_stop_or_hardly_any() {
		start(SupervisorSpec.oneForOne());
		for (int millis = 0; millis <= 1; millis++) {
			ChildSpec hurried = this.lives.server("a" + millis).shutdown(Shutdown.within(Duration.ofMillis(millis)));
			assertThat(this.supervisor.startChild(hurried)).isPresent();
		}
	}

	// stopping

	@Test
	@Conformance("SUP-17")
	void a_server_and_a_supervisor_that_may_take_for_ever_end_with_shutdown() {
		start(SupervisorSpec.oneForOne(this.lives.server("worker").shutdown(Shutdown.infinity()),
				ChildSpec.supervisor("inner", SupervisorSpec.oneForOne()).shutdown(Shutdown.infinity())));
		List<Pid> children = List.of(pid("worker"), pid("inner"));
		this.supervisor.stop();
		assertThat(children).allSatisfy((pid) -> assertThat(this.node.exitReason(pid)).contains(ExitReason.shutdown()));
	}

	@Test
	@Conformance("SUP-18")
	void only_the_child_whose_time_is_over_is_killed() throws Throwable {
		this.lives.onEnd("blocked", this.gate::passStubbornly);
		Shutdown oneSecond = Shutdown.within(SECOND);
		Pid sup = start(SupervisorSpec.oneForOne(this.lives.server("obedient").shutdown(oneSecond),
				this.lives.server("blocked").shutdown(oneSecond)));
		Pid obedient = pid("obedient");
		Pid blocked = pid("blocked");
		Future<?> stopping = stopLater();
		this.gate.awaitReached();
		this.time.awaitParked(1);
		this.time.advance(SECOND);
		Probe.get(stopping);
		assertThat(this.node.exitReason(blocked)).contains(ExitReason.killed());
		assertThat(this.node.exitReason(obedient)).contains(ExitReason.shutdown());
		assertThat(sup.isAlive()).isFalse();
	}

	@Test
	@Conformance("SUP-20")
	void a_brutal_kill_is_for_the_child_that_asked_for_it_and_for_no_other() {
		start(SupervisorSpec.oneForOne(this.lives.server("gentle").shutdown(Shutdown.within(SECOND)),
				this.lives.server("brutal").shutdown(Shutdown.brutalKill())));
		Pid gentle = pid("gentle");
		Pid brutal = pid("brutal");
		this.supervisor.stop();
		assertThat(this.node.exitReason(brutal)).contains(ExitReason.killed());
		assertThat(this.node.exitReason(gentle)).contains(ExitReason.shutdown());
		assertThat(this.lives.rest()).containsExactly("-gentle");
	}

	@Test
	@Conformance("SUP-22")
	void children_that_end_while_another_is_being_stopped_keep_their_reasons_and_are_not_restarted() throws Throwable {
		List<ChildSpec> specs = new ArrayList<>();
		for (Restart restart : Restart.values()) {
			ENDS.forEach((how, reason) -> specs.add(server(restart + " " + how, restart)));
		}
		this.lives.onEnd("last", this.gate::pass);
		specs.add(this.lives.server("last"));
		Pid sup = start(SupervisorSpec.oneForOne(specs.toArray(ChildSpec[]::new)));
		Map<String, Pid> pids = new HashMap<>();
		this.supervisor.children().forEach((child) -> pids.put(child.id(), child.pid().orElseThrow()));
		this.node.host().stop(sup, ExitReason.shutdown());
		this.gate.awaitReached();
		for (Restart restart : Restart.values()) {
			ENDS.forEach((how, reason) -> {
				Lives.end(this.node, pids.get(restart + " " + how), reason);
				assertThat(exitOf(pids.get(restart + " " + how))).as(restart + " " + how).isEqualTo(reason);
			});
		}
		this.gate.open();
		assertThat(exitOf(sup)).isEqualTo(ExitReason.shutdown());
		assertThat(this.lives.rest()).as("nobody was started").hasSize(13).allMatch((what) -> what.startsWith("-"));
		assertThat(this.node.view().processCount()).isZero();
	}

	@Test
	@Conformance("SUP-80")
	void the_order_is_that_of_the_specification_and_not_of_the_ids() {
		this.supervisor = Supervisor.start(this.node, "sup", SupervisorSpec
			.restForOne(Stream.of("n4", "n1", "n5", "n2", "n3").map(this.lives::server).toArray(ChildSpec[]::new)));
		assertThat(this.lives.rest()).containsExactly("+n4", "+n1", "+n5", "+n2", "+n3");
		Lives.crash(this.node, pid("n5"));
		assertThat(this.lives.await(6)).containsExactly("-n5", "-n3", "-n2", "+n5", "+n2", "+n3");
		this.supervisor.stop();
		assertThat(this.lives.rest()).containsExactly("-n3", "-n2", "-n5", "-n1", "-n4");
	}

	@Test
	@Conformance("SUP-81")
	void the_time_to_start_and_stop_grows_with_the_number_of_children_and_not_with_its_square() {
		startAndStop(2_000);
		long few = IntStream.range(0, 50).mapToLong((i) -> startAndStop(2_000)).sum();
		long many = startAndStop(100_000);
		assertThat(many).as("nanoseconds for 100,000 children; 50 times 2,000 take " + few).isLessThan(few * 10);
	}

	/** How long the processors work for it, whatever else they are doing meanwhile. */
	private long startAndStop(int count) {
		ChildSpec[] specs = IntStream.range(0, count)
			.mapToObj((i) -> this.lives.server("n" + i))
			.toArray(ChildSpec[]::new);
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		long before = system.getProcessCpuTime();
		Supervisor many = Supervisor.start(this.node, "many", SupervisorSpec.oneForOne(specs));
		many.stop();
		long taken = system.getProcessCpuTime() - before;
		assertThat(this.lives.rest()).hasSize(2 * count);
		return taken;
	}

	@Test
	@Conformance("SUP-81")
	void a_hundred_thousand_children_are_started_and_stopped() {
		int count = 100_000;
		start(SupervisorSpec.oneForOne(
				IntStream.range(0, count).mapToObj((i) -> this.lives.server("n" + i)).toArray(ChildSpec[]::new)));
		assertThat(this.supervisor.counts()).isEqualTo(new ChildCounts(count, count, 0, count));
		this.supervisor.stop();
		assertThat(this.lives.rest()).hasSize(count).startsWith("-n99999").endsWith("-n0");
		assertThat(this.node.view().processCount()).isZero();
	}

	// restarting

	@Test
	@Conformance({ "SUP-45", "SUP-48" })
	void nothing_is_left_of_a_temporary_child_that_ended_well_and_its_id_is_free_at_once() {
		start(SupervisorSpec.oneForOne());
		for (ExitReason reason : List.of(ExitReason.normal(), ExitReason.shutdown(), ExitReason.shutdown("detail"))) {
			assertThat(this.supervisor.startChild(server("a", Restart.TEMPORARY))).isPresent();
			end("a", reason);
			assertThat(this.supervisor.counts()).as(reason.toString()).isEqualTo(new ChildCounts(0, 0, 0, 0));
		}
	}

	@Test
	@Conformance("SUP-46")
	void a_permanent_child_that_was_shut_down_is_restarted() {
		start(SupervisorSpec.oneForOne(this.lives.server("a")));
		for (ExitReason reason : List.of(ExitReason.shutdown(), ExitReason.shutdown("detail"))) {
			Pid before = pid("a");
			end("a", reason);
			assertThat(pid("a")).isNotEqualTo(before);
			assertThat(info("a").lastExit()).contains(reason);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE_FOR_ALL", "REST_FOR_ONE" })
	@Conformance("SUP-50")
	void a_temporary_bystander_is_stopped_and_not_started_again(Strategy strategy) {
		start(SupervisorSpec.of(strategy, this.lives.server("permanent"), server("bystander", Restart.TEMPORARY)));
		end("permanent", ExitReason.normal());
		assertThat(this.lives.rest()).containsExactly("-permanent", "-bystander", "+permanent");
		assertThat(ids()).containsExactly("permanent");
		assertThat(this.supervisor.counts()).isEqualTo(new ChildCounts(1, 1, 0, 1));
	}

	@Test
	@Conformance({ "SUP-52", "SUP-53" })
	void a_sibling_keeps_its_process_and_all_deaths_count_together() {
		Pid sup = start(SupervisorSpec.oneForOne(this.lives.server("a"), this.lives.server("b"))
			.intensity(new RestartIntensity(2, Duration.ofSeconds(5))));
		Pid b = pid("b");
		end("a", ExitReason.killed());
		assertThat(pid("b")).isEqualTo(b);
		assertThat(this.supervisor.counts()).isEqualTo(new ChildCounts(2, 2, 0, 2));
		end("b", ExitReason.killed());
		this.node.kill(pid("a"));
		assertThat(exitOf(sup)).isInstanceOf(ExitReason.Shutdown.class);
	}

	@Test
	@Conformance("SUP-66")
	void a_tree_that_is_built_anew_has_what_it_had_at_first_and_no_more() {
		SupervisorSpec broken = SupervisorSpec.oneForOne(this.lives.server("c"))
			.intensity(new RestartIntensity(0, SECOND));
		start(SupervisorSpec.oneForAll(
				ChildSpec.supervisor("one", SupervisorSpec.oneForOne(this.lives.server("a"), this.lives.server("b"))),
				ChildSpec.supervisor("two", broken),
				ChildSpec.dynamicSupervisor("many", DynamicSupervisorSpec.defaults()),
				ChildSpec.supervisor("stopped", SupervisorSpec.oneForOne(this.lives.server("d")))
					.restart(Restart.TRANSIENT)));
		List<Pid> before = List.of(pid("one"), pid("two"), pid("many"));
		below("one").startChild(this.lives.server("added"));
		DynamicSupervisor.of(this.node, pid("many")).startChild(this.lives.server("one of many"));
		this.supervisor.terminateChild("stopped");
		this.lives.rest();
		this.node.kill(info(below("two"), "c").pid().orElseThrow());
		assertThat(this.lives.await(7)).containsExactly("-one of many", "-added", "-b", "-a", "+a", "+b", "+c");
		assertThat(this.lives.await(1)).containsExactly("+d");
		assertThat(List.of(pid("one"), pid("two"), pid("many"))).doesNotContainAnyElementsOf(before);
		assertThat(below("one").children()).extracting(ChildInfo::id).containsExactly("a", "b");
		assertThat(below("stopped").counts().active()).isEqualTo(1);
		assertThat(DynamicSupervisor.of(this.node, pid("many")).children()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource
	@Conformance("SUP-70")
	void the_id_of_a_temporary_child_is_free_however_it_ended(Strategy strategy, String how) {
		start(SupervisorSpec.of(strategy, server("a", Restart.TEMPORARY)));
		switch (how) {
			case "terminateChild" -> this.supervisor.terminateChild("a");
			case "kill" -> end("a", ExitReason.killed());
			default -> end("a", ENDS.get(how));
		}
		assertThat(this.supervisor.startChild(server("a", Restart.TEMPORARY))).isPresent();
	}

	static Stream<Arguments> the_id_of_a_temporary_child_is_free_however_it_ended() {
		return Stream.of(Strategy.values())
			.flatMap((strategy) -> Stream.of("kill", "normal", "failure", "terminateChild")
				.map((how) -> Arguments.of(strategy, how)));
	}

	@Test
	@Conformance("SUP-72")
	void the_id_of_a_permanent_child_that_was_killed_is_not_free() {
		start(SupervisorSpec.oneForOne(this.lives.server("a")));
		end("a", ExitReason.killed());
		assertThatExceptionOfType(ChildConflictException.class)
			.isThrownBy(() -> this.supervisor.startChild(this.lives.server("a")))
			.matches((ex) -> ex.conflict() == Conflict.ALREADY_STARTED && ex.pid().equals(info("a").pid()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "the supervisor is killed", "the worker is killed", "the worker ends",
			"the supervisor is stopped and started again" })
	@Conformance("SUP-74")
	void names_lead_to_the_new_processes(String what) {
		start(SupervisorSpec.oneForOne(
				ChildSpec.supervisor("middle", SupervisorSpec.oneForOne(this.lives.server("worker").name("the worker")))
					.name("the middle")));
		Pid middle = this.node.whereis("the middle").orElseThrow();
		Pid worker = this.node.whereis("the worker").orElseThrow();
		switch (what) {
			case "the supervisor is killed" -> end("middle", ExitReason.killed());
			case "the worker is killed" -> this.node.kill(worker);
			case "the worker ends" -> Lives.end(this.node, worker, ExitReason.normal());
			default -> {
				this.supervisor.terminateChild("middle");
				this.supervisor.restartChild("middle");
			}
		}
		Probe.until(() -> this.node.whereis("the worker").filter((pid) -> pid != worker).isPresent());
		assertThat(this.node.whereis("the middle")).contains(pid("middle"));
		assertThat(this.node.whereis("the worker")).isEqualTo(info(below("middle"), "worker").pid());
		assertThat(pid("middle").equals(middle)).isEqualTo(what.startsWith("the worker"));
	}

	// the end of significant children

	@ParameterizedTest
	@MethodSource
	@Conformance("SUP-82")
	void a_child_that_is_not_significant_never_ends_the_supervisor(AutoShutdown rule, Restart restart, String how) {
		Pid sup = start(SupervisorSpec.oneForOne(server("a", restart)).autoShutdown(rule));
		end("a", ENDS_AND_KILL.get(how));
		assertThat(sup.isAlive()).isTrue();
		assertThat(ids()).isEqualTo((restart == Restart.TEMPORARY) ? List.of() : List.of("a"));
	}

	static Stream<Arguments> a_child_that_is_not_significant_never_ends_the_supervisor() {
		return Stream.of(AutoShutdown.values())
			.flatMap((rule) -> Stream.of(Restart.TEMPORARY, Restart.TRANSIENT)
				.flatMap((restart) -> ENDS_AND_KILL.keySet().stream().map((how) -> Arguments.of(rule, restart, how))));
	}

	@Test
	@Conformance("SUP-85")
	void a_significant_transient_child_ends_the_supervisor_only_when_it_has_ended_well() {
		Pid sup = start(SupervisorSpec.oneForOne()
			.autoShutdown(AutoShutdown.ANY_SIGNIFICANT)
			.children(significant("a", Restart.TRANSIENT)));
		end("a", ExitReason.killed());
		end("a", ExitReason.failure("abnormal"));
		assertThat(info("a").restarts()).isEqualTo(2);
		Lives.end(this.node, pid("a"), ExitReason.normal());
		assertThat(exitOf(sup)).isEqualTo(ExitReason.shutdown());
	}

	@ParameterizedTest
	@EnumSource
	@Conformance("SUP-88")
	void significant_bystanders_are_treated_as_any_when_another_child_is_killed(Strategy strategy) {
		Pid sup = start(SupervisorSpec.of(strategy)
			.autoShutdown(AutoShutdown.ANY_SIGNIFICANT)
			.children(significant("before", Restart.TRANSIENT), this.lives.server("it"),
					significant("transient", Restart.TRANSIENT), significant("temporary", Restart.TEMPORARY)));
		end("it", ExitReason.killed());
		assertThat(this.lives.rest()).isEqualTo(switch (strategy) {
			case ONE_FOR_ONE -> List.of("+it");
			case REST_FOR_ONE -> List.of("-temporary", "-transient", "+it", "+transient");
			case ONE_FOR_ALL -> List.of("-temporary", "-transient", "-before", "+before", "+it", "+transient");
		});
		assertThat(sup.isAlive()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@Conformance("SUP-89")
	void a_supervisor_that_ends_with_its_significant_child_ends_the_next_one_if_it_is_significant_itself(
			boolean significant) {
		SupervisorSpec inner = SupervisorSpec.oneForOne()
			.autoShutdown(AutoShutdown.ANY_SIGNIFICANT)
			.children(significant("worker", Restart.TRANSIENT));
		Pid sup = start(SupervisorSpec.oneForOne()
			.autoShutdown(AutoShutdown.ANY_SIGNIFICANT)
			.children(ChildSpec.supervisor("inner", inner).restart(Restart.TRANSIENT).significant(significant)));
		Lives.end(this.node, info(below("inner"), "worker").pid().orElseThrow(), ExitReason.normal());
		if (significant) {
			assertThat(exitOf(sup)).isEqualTo(ExitReason.shutdown());
		}
		else {
			Stream.generate(this.exits::await).filter((exited) -> exited.child().equals("inner")).findFirst();
			assertThat(info("inner").lastExit()).contains(ExitReason.shutdown());
			assertThat(sup.isAlive()).isTrue();
		}
	}

	@Test
	@Conformance("SUP-73")
	void what_starts_a_temporary_child_is_not_kept_once_it_runs() {
		StartFunction start = (context) -> {
			throw new AssertionError("nothing is started here");
		};
		for (Restart restart : Restart.values()) {
			Child child = new Child(ChildSpec.worker("a", start).restart(restart));
			child.running(StartedChild.worker(this.node.spawn((self) -> {
			})), 0);
			assertThat(child.start() != null).as(restart.toString()).isEqualTo(restart != Restart.TEMPORARY);
		}
	}

}
