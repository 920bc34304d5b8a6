package io.triotp.spring.boot.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.triotp.application.ApplicationEvent;
import io.triotp.application.ApplicationSpec;
import io.triotp.application.OnFailure;
import io.triotp.node.Node;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.MailboxLimit;
import io.triotp.process.NodeListener;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.SpawnOptions;
import io.triotp.server.CallException;
import io.triotp.server.ServerRef;
import io.triotp.server.Sys;
import io.triotp.spring.boot.Crasher;
import io.triotp.spring.boot.Stubborn;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import io.triotp.test.ManualTime;
import io.triotp.test.TriotpTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is counted, and under which tags.
 */
@TriotpTest
class TriOtpMetricsTests {

	private static final RestartIntensity PLENTY = new RestartIntensity(100_000, RestartIntensity.DEFAULT_PERIOD);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private Node node;

	private DynamicSupervisor carts;

	@BeforeEach
	void start(Node node) {
		this.node = node;
		ApplicationSpec shop = ApplicationSpec.of("shop",
				SupervisorSpec.oneForOne(ChildSpec.server("till", Crasher::new).name("till"),
						ChildSpec.dynamicSupervisor("carts", DynamicSupervisorSpec.defaults().intensity(PLENTY))
							.name("carts")));
		new TriOtpMetrics(this.node, this.registry, List.of(shop));
		this.node.start(shop);
		this.carts = DynamicSupervisor.named(this.node, "carts");
	}

	@Test
	void aRestartIsCountedOnceUnderItsSupervisorAndException() {
		crash(this.node.server("till"));
		assertThat(restarts("shop", "shop", "IllegalStateException")).isOne();
		assertThat(counter("triotp.process.exits", "application", "shop", "reason", "crash")).isOne();
		assertThat(counter("triotp.process.starts", "application", "shop")).isEqualTo(5);
		assertThat(this.registry.get("triotp.processes").gauges().stream().mapToDouble(Gauge::value).sum())
			.isEqualTo(4);
	}

	@Test
	void startsAndExitsOutsideOfApplicationsAreCountedApart() {
		Pid lonely = this.node.spawn(PlainProcess::receive);
		this.node.kill(lonely);
		this.node.kill(this.node.whereis("till").orElseThrow());
		assertThat(counter("triotp.process.starts", "application", "none")).isOne();
		assertThat(counter("triotp.process.exits", "application", "none", "reason", "killed")).isOne();
		assertThat(counter("triotp.process.exits", "application", "shop", "reason", "killed")).isOne();
	}

	@Test
	void howLongProcessesHaveLivedIsATimerByTheReasonOfTheirEnd() {
		ManualTime time = new ManualTime();
		MeterRegistry meters = new SimpleMeterRegistry();
		try (Node manual = Node.start(NodeOptions.defaults().time(time))) {
			new TriOtpMetrics(manual, meters, List.of());
			Timer killed = meters.get("triotp.process.lifetime")
				.tags("application", "none", "reason", "killed")
				.timer();
			assertThat(killed.count()).isZero();
			Pid pid = manual.spawn(PlainProcess::receive);
			time.advance(Duration.ofMinutes(2));
			manual.kill(pid);
			assertThat(killed.count()).isOne();
			assertThat(killed.totalTime(TimeUnit.SECONDS)).isEqualTo(120);
		}
	}

	@Test
	void whatAProcessOfAnApplicationStartsWithALinkBelongsToTheApplication() {
		this.carts.startChild(ChildSpec.process("none", (self) -> {
			self.spawnLink(PlainProcess::receive);
			self.processes().spawn(SpawnOptions.defaults().linked(true).label("printer"), PlainProcess::receive);
			self.receive();
		}));
		awaitStarts("shop", 7);
		assertThat(counter("triotp.process.starts", "application", "none")).isZero();
	}

	/** The meters hear of an event before those who began to listen later. */
	private void awaitStarts(String application, int starts) {
		CompletableFuture<Void> reached = new CompletableFuture<>();
		Runnable look = () -> {
			if (counter("triotp.process.starts", "application", application) >= starts) {
				reached.complete(null);
			}
		};
		this.node.view().addListener((event) -> look.run());
		look.run();
		reached.orTimeout(10, TimeUnit.SECONDS).join();
	}

	private double counter(String name, String... tags) {
		return this.registry.get(name).tags(tags).counter().count();
	}

	@Test
	void aKilledChildIsRestartedWithoutAnException() {
		Pid till = this.node.whereis("till").orElseThrow();
		Await.restarts(this.node, 1, () -> this.node.kill(till));
		assertThat(restarts("shop", "shop", "none")).isOne();
	}

	@Test
	void whatLivesBelowADynamicSupervisorCountsThere() {
		crash(this.carts.startServer("cart-1", Crasher::new));
		ChildSpec nested = ChildSpec.supervisor("customer-1", SupervisorSpec.oneForOne(ChildSpec.supervisor("wish",
				SupervisorSpec.oneForOne(ChildSpec.server("list", Crasher::new).name("list")))));
		this.carts.startChild(nested);
		crash(this.node.server("list"));
		assertThat(restarts("shop", "shop/carts", "IllegalStateException")).isEqualTo(2);
	}

	@Test
	void tenThousandDynamicChildrenAddNoMeter() {
		crash(this.carts.startServer("cart-0", Crasher::new));
		int meters = this.registry.getMeters().size();
		List<ServerRef<Crasher>> all = IntStream.rangeClosed(1, 10_000)
			.mapToObj((i) -> this.carts.startServer("cart-" + i, Crasher::new))
			.toList();
		Await.restarts(this.node, 500, () -> all.subList(0, 500).forEach((cart) -> cart.cast(new Crasher.Crash())));
		assertThat(this.registry.getMeters()).hasSize(meters);
		assertThat(restarts("shop", "shop/carts", "IllegalStateException")).isEqualTo(501);
	}

	@Test
	void aSupervisorThatGivesUpIsCountedAndItsApplicationIsSeenToFail() {
		this.node.start(ApplicationSpec
			.of("weak",
					SupervisorSpec.oneForOne(ChildSpec.server("one", Crasher::new).name("one"))
						.intensity(new RestartIntensity(0, RestartIntensity.DEFAULT_PERIOD)))
			.limits(new RestartIntensity(0, RestartIntensity.DEFAULT_PERIOD))
			.onFailure(OnFailure.REPORT));
		Await.event(this.node, ApplicationEvent.Failed.class, (event) -> event.application().equals("weak"),
				() -> this.node.<Crasher>server("one").cast(new Crasher.Crash()));
		assertThat(gaveUp("weak", "weak")).isOne();
		assertThat(gaveUp("weak", "/")).isOne();
		assertThat(applications("weak", "failed")).isOne();
		assertThat(applications("weak", "running")).isZero();
		assertThat(applications("shop", "running")).isOne();
	}

	@Test
	void supervisorsOutsideOfApplicationsShareOneMeter() {
		for (int i = 0; i < 3; i++) {
			Supervisor.start(this.node, "own-" + i,
					SupervisorSpec.oneForOne(ChildSpec.server("child", Crasher::new).name("child-" + i)));
			crash(this.node.server("child-" + i));
		}
		assertThat(restarts("none", "none", "IllegalStateException")).isEqualTo(3);
	}

	@Test
	void countersOfDeclaredSupervisorsAreThereBeforeAnythingHappens() {
		ApplicationSpec later = ApplicationSpec.of("later",
				SupervisorSpec.oneForOne(ChildSpec.supervisor("inner", SupervisorSpec.oneForOne()),
						ChildSpec.dynamicSupervisor("many", DynamicSupervisorSpec.defaults())));
		new TriOtpMetrics(this.node, this.registry, List.of(later)).close();
		for (String supervisor : List.of("/", "later", "later/inner", "later/many")) {
			assertThat(restarts("later", supervisor)).isZero();
			assertThat(gaveUp("later", supervisor)).isZero();
		}
	}

	@Test
	void countersOfSupervisorsMadeByCodeAreThereOnceTheyHaveAChild() {
		this.node.start(
				ApplicationSpec.of("made",
						(name) -> SupervisorSpec.oneForOne(ChildSpec.supervisor(name,
								SupervisorSpec.oneForOne(ChildSpec.server("one", Crasher::new).name("one")))),
						"inner"));
		assertThat(restarts("made", "made/inner")).isZero();
		crash(this.node.server("one"));
		assertThat(restarts("made", "made/inner")).isOne();
		MeterRegistry second = new SimpleMeterRegistry();
		new TriOtpMetrics(this.node, second, List.of()).close();
		assertThat(second.get("triotp.supervisor.restarts").tag("supervisor", "made/inner").counter().count()).isZero();
		assertThat(second.get("triotp.mailbox.messages")
			.tags("application", "made", "behavior", Crasher.class.getName())
			.gauge()).isNotNull();
	}

	@Test
	void theMetersOfAnApplicationByCodeGoWhenItIsOver() {
		Set<Meter.Id> before = ids();
		for (int i = 0; i < 100; i++) {
			this.node.start(ApplicationSpec.of("brief-" + i,
					SupervisorSpec.oneForOne(ChildSpec.server("one", Crasher::new).name("one"))));
			if (i == 0) {
				crash(this.node.server("one"));
			}
			assertThat(applications("brief-" + i, "running")).isOne();
			this.node.stop("brief-" + i);
		}
		assertThat(ids()).isEqualTo(before);
		this.node.stop("shop");
		assertThat(ids()).isEqualTo(before);
		assertThat(applications("shop", "stopped")).isOne();
	}

	private Set<Meter.Id> ids() {
		return this.registry.getMeters().stream().map(Meter::getId).collect(Collectors.toSet());
	}

	@Test
	void highMailboxesAreCountedAndShownWhileTheyAreHigh() {
		try (Stubborn printer = new Stubborn(this.node, "shop/printer").flooded(10_000)) {
			assertThat(gauge("triotp.mailboxes.high")).isOne();
			assertThat(this.registry.get("triotp.mailbox.high.water").functionCounter().count()).isOne();
			printer.flooded(5_000);
			assertThat(this.registry.get("triotp.mailbox.high.water").functionCounter().count()).isOne();
		}
		assertThat(gauge("triotp.mailboxes.high")).isZero();
	}

	@Test
	void zombiesAreShownAsLongAsTheirCodeRuns() {
		try (Stubborn printer = new Stubborn(this.node, "shop/printer")) {
			assertThat(gauge("triotp.processes.zombie")).isZero();
			printer.kill();
			assertThat(gauge("triotp.processes.zombie")).isOne();
		}
		assertThat(gauge("triotp.processes.zombie")).isZero();
		assertThat(this.registry.get("triotp.process.zombies").functionCounter().count()).isZero();
	}

	private double gauge(String name) {
		return this.registry.get(name).gauge().value();
	}

	@Test
	void deadLettersAreCountedByReason() {
		Pid gone = this.node.whereis("till").orElseThrow();
		crash(this.node.server("till"));
		this.node.send(gone, "hello");
		assertThat(counter("triotp.dead.letters", "application", "shop", "reason", "no_process")).isOne();
		assertThat(deadLettersOfNone("no_process")).isZero();
	}

	@Test
	void deadLettersToWhatBelongsToNoApplicationAreCountedApartAndNeverTwice() {
		Pid gone = this.node.whereis("till").orElseThrow();
		crash(this.node.server("till"));
		Pid stranger = this.node.spawn(PlainProcess::receive);
		this.node.kill(stranger);
		for (int i = 0; i < 3; i++) {
			this.node.send(stranger, "hello");
			this.node.send(gone, "hello");
			assertThat(deadLettersOfNone("no_process")).isEqualTo(i + 1);
		}
		assertThat(counter("triotp.dead.letters", "application", "shop", "reason", "no_process")).isEqualTo(3);
	}

	@Test
	void deadLettersOfAnApplicationThatIsGoneDoNotComeBackAsThoseOfNone() {
		this.node.start(ApplicationSpec.of("brief",
				SupervisorSpec.oneForOne(ChildSpec.server("one", Crasher::new).name("one"))));
		Pid one = this.node.whereis("one").orElseThrow();
		crash(this.node.server("one"));
		this.node.send(one, "hello");
		this.node.stop("brief");
		assertThat(deadLettersOfNone("no_process")).isZero();
	}

	private double deadLettersOfNone(String reason) {
		return this.registry.get("triotp.dead.letters")
			.tags("application", "none", "reason", reason)
			.functionCounter()
			.count();
	}

	@Test
	void whatAFullMailboxDropsIsCountedByBehaviourFromZero() {
		try (Stubborn printer = new Stubborn(this.node, "shop/printer",
				new MailboxLimit(2, MailboxLimit.Overflow.DROP_NEWEST))) {
			String[] tags = { "application", "shop", "behavior", Stubborn.class.getName(), "reason", "mailbox_full" };
			assertThat(counter("triotp.mailbox.dropped", tags)).isZero();
			printer.flooded(5);
			assertThat(counter("triotp.mailbox.dropped", tags)).isEqualTo(3);
			assertThat(counter("triotp.dead.letters", "application", "shop", "reason", "mailbox_full")).isEqualTo(3);
		}
	}

	@Test
	void aCallThatTimesOutIsCountedWithItsServer() {
		String[] tags = { "application", "shop", "behavior", Crasher.class.getName() };
		assertThat(counter("triotp.call.timeouts", tags)).isZero();
		ServerRef<Crasher> till = this.node.server("till");
		Sys.of(till).suspend();
		assertThatExceptionOfType(CallException.TimedOut.class)
			.isThrownBy(() -> till.call(new Crasher.Ping(), Duration.ofMillis(1)));
		assertThat(counter("triotp.call.timeouts", tags)).isOne();
	}

	@Test
	void everythingThatCanBeCountedOfAnApplicationIsThereFromZero() {
		this.node.start(ApplicationSpec.of("fresh",
				SupervisorSpec.oneForOne(ChildSpec.server("one", Crasher::new).name("one"))));
		for (ExitTag reason : ExitTag.values()) {
			assertThat(counter("triotp.process.exits", "application", "fresh", "reason", ApplicationMeters.tag(reason)))
				.isZero();
		}
		for (DeadLetterReason reason : DeadLetterReason.values()) {
			assertThat(counter("triotp.dead.letters", "application", "fresh", "reason", ApplicationMeters.tag(reason)))
				.isZero();
			assertThat(deadLettersOfNone(ApplicationMeters.tag(reason))).isZero();
		}
		for (String reason : List.of("mailbox_full", "abandoned", "process_exited")) {
			assertThat(counter("triotp.mailbox.dropped", "application", "fresh", "behavior", Crasher.class.getName(),
					"reason", reason))
				.isZero();
		}
		for (String supervisor : List.of("/", "fresh")) {
			assertThat(restarts("fresh", supervisor)).isZero();
			assertThat(gaveUp("fresh", supervisor)).isZero();
		}
	}

	private void crash(ServerRef<Crasher> server) {
		Await.restarts(this.node, 1, () -> server.cast(new Crasher.Crash()));
	}

	/** The restarts of a supervisor, whose only cause is this. */
	private double restarts(String application, String supervisor, String exception) {
		double causes = this.registry.get("triotp.supervisor.restart.causes")
			.tags("application", application, "supervisor", supervisor, "exception", exception)
			.counter()
			.count();
		assertThat(restarts(application, supervisor)).isEqualTo(causes);
		return causes;
	}

	private double restarts(String application, String supervisor) {
		return this.registry.get("triotp.supervisor.restarts")
			.tags("application", application, "supervisor", supervisor)
			.counter()
			.count();
	}

	private double gaveUp(String application, String supervisor) {
		return this.registry.get("triotp.supervisor.gave.up")
			.tags("application", application, "supervisor", supervisor)
			.counter()
			.count();
	}

	private double applications(String application, String state) {
		return this.registry.get("triotp.applications")
			.tags("application", application, "state", state)
			.gauge()
			.value();
	}

}
