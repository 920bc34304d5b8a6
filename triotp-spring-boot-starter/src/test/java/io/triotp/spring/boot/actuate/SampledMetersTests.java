package io.triotp.spring.boot.actuate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.PlainProcess;
import io.triotp.process.SpawnOptions;
import io.triotp.spring.boot.Crasher;
import io.triotp.spring.boot.Stubborn;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import io.triotp.test.ManualTime;
import io.triotp.test.TriotpTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What is seen of the processes when somebody looks.
 */
@TriotpTest(manualTime = true)
class SampledMetersTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private Node node;

	private ManualTime time;

	private DynamicSupervisor carts;

	@BeforeEach
	void start(Node node, ManualTime time) {
		this.node = node;
		this.time = time;
		ApplicationSpec shop = ApplicationSpec.of("shop",
				SupervisorSpec.oneForOne(ChildSpec.server("till", Crasher::new).name("till"),
						ChildSpec.dynamicSupervisor("carts", DynamicSupervisorSpec.defaults()).name("carts")));
		new TriOtpMetrics(this.node, this.registry, List.of(shop), Duration.ofSeconds(30));
		this.node.start(shop);
		this.carts = DynamicSupervisor.named(this.node, "carts");
	}

	@Test
	void processesAreShownByApplicationAndKind() {
		assertThat(processes("shop", "supervisor")).isEqualTo(3);
		assertThat(processes("shop", "worker")).isOne();
		assertThat(processes("none", "worker")).isZero();
	}

	@Test
	void aProcessOutsideOfApplicationsIsOfNone() {
		try (Stubborn lonely = new Stubborn(this.node, "lonely"); Stubborn other = new Stubborn(this.node, "a/b")) {
			assertThat(processes("none", "worker")).isEqualTo(2);
			assertThat(gauge("triotp.processes", "application", "none", "kind", "worker", "state", "running"))
				.isEqualTo(2);
			assertThat(processes("shop", "worker")).isOne();
		}
	}

	@Test
	void aDynamicChildBelongsToItsApplicationWhateverItsId() {
		this.node.start(ApplicationSpec.of("bank", SupervisorSpec.oneForOne()));
		this.carts.startServer("bank", Crasher::new);
		this.carts.startServer("none", Crasher::new);
		this.carts.startServer("x (application)", Crasher::new);
		assertThat(processes("shop", "worker")).isEqualTo(4);
		assertThat(processes("bank", "worker")).isZero();
		assertThat(processes("none", "worker")).isZero();
	}

	@Test
	void whatAProcessStartsWithALinkBelongsToItsApplicationHoweverLongTheChain() throws InterruptedException {
		CountDownLatch up = new CountDownLatch(40);
		this.carts.startChild(ChildSpec.process("first", (self) -> goOn(self, up)));
		up.await();
		assertThat(processes("shop", "worker")).isEqualTo(1 + 40);
		assertThat(processes("none", "worker")).isZero();
	}

	private static void goOn(PlainProcess self, CountDownLatch up) throws InterruptedException {
		up.countDown();
		if (up.getCount() > 0) {
			self.spawnLink((next) -> goOn(next, up));
		}
		self.receive();
	}

	@Test
	void allGaugesShareOneLookASecond() {
		assertThat(processes("shop", "worker")).isOne();
		this.carts.startServer("cart", Crasher::new);
		this.time.advance(SECOND.minusNanos(1));
		assertThat(processes("shop", "worker")).isOne();
		this.time.advance(Duration.ofNanos(1));
		assertThat(processes("shop", "worker")).isEqualTo(2);
	}

	@Test
	void whatWaitsIsShownByApplicationAndBehaviour() {
		try (Stubborn one = new Stubborn(this.node, "shop/one").flooded(3);
				Stubborn two = new Stubborn(this.node, "shop/two").flooded(4);
				Stubborn lonely = new Stubborn(this.node, "lonely").flooded(1)) {
			assertThat(waiting("shop", Stubborn.class.getName())).isEqualTo(7);
			assertThat(waiting("none", Stubborn.class.getName())).isOne();
			assertThat(waiting("shop", Crasher.class.getName())).isZero();
			assertThat(gauge("triotp.mailbox.largest", "application", "shop")).isEqualTo(4);
			assertThat(gauge("triotp.mailbox.largest", "application", "none")).isOne();
		}
	}

	@Test
	void aLambdaHasTheNameOfTheClassItIsWrittenIn() {
		this.node.spawn(SpawnOptions.defaults().label("shop/lambda"), (self) -> self.receive());
		this.time.advance(SECOND);
		assertThat(processes("shop", "worker")).isEqualTo(2);
		assertThat(waiting("shop", SampledMetersTests.class.getName())).isZero();
	}

	@Test
	void aProcessStallsIfMessagesWaitAndItBeginsNoOtherForTooLong() {
		try (Stubborn printer = new Stubborn(this.node, "shop/printer").flooded(1)) {
			assertThat(stalled("shop")).isZero();
			this.time.advance(Duration.ofSeconds(30));
			assertThat(stalled("shop")).isZero();
			this.time.advance(SECOND);
			assertThat(stalled("shop")).isOne();
			assertThat(stalled("none")).isZero();
			printer.kill();
			this.time.advance(SECOND);
			assertThat(stalled("shop")).isZero();
		}
	}

	@Test
	void aProcessThatHasBegunAnotherMessageDoesNotStall() {
		Picky picky = new Picky(this.node, "shop/picky");
		this.node.send(picky.pid(), "waits");
		assertThat(stalled("shop")).isZero();
		this.time.advance(Duration.ofSeconds(31));
		picky.take();
		assertThat(stalled("shop")).isZero();
		this.time.advance(Duration.ofSeconds(31));
		assertThat(stalled("shop")).isOne();
	}

	@Test
	void theLargestShareOfAllowedRestartsIsShownForAMinute() {
		crash();
		assertThat(intensity("shop")).isCloseTo(1 / 3.0, within(0.001));
		crash();
		assertThat(intensity("shop")).isCloseTo(2 / 3.0, within(0.001));
		assertThat(intensity("/")).isZero();
		this.time.advance(Duration.ofSeconds(50));
		crash();
		assertThat(intensity("shop")).isCloseTo(2 / 3.0, within(0.001));
		this.time.advance(Duration.ofSeconds(11));
		assertThat(intensity("shop")).isCloseTo(1 / 3.0, within(0.001));
		this.time.advance(Duration.ofSeconds(50));
		assertThat(intensity("shop")).isZero();
	}

	@Test
	void aSupervisorThatAllowsNoRestartHasUsedAllWhenItGivesUp() {
		this.carts.startChild(
				ChildSpec.supervisor("weak", SupervisorSpec.oneForOne(ChildSpec.server("one", Crasher::new).name("one"))
					.intensity(new RestartIntensity(0, Duration.ofMinutes(2)))));
		Await.restarts(this.node, 1, () -> this.node.<Crasher>server("one").cast(new Crasher.Crash()));
		assertThat(intensity("shop/carts")).isOne();
		this.time.advance(Duration.ofMinutes(2));
		assertThat(intensity("shop/carts")).isOne();
		this.time.advance(SECOND);
		assertThat(intensity("shop/carts")).isZero();
	}

	@Test
	void moreThanAHundredBehavioursOfAnApplicationAreOneMore() {
		NodeSampler sampler = new NodeSampler(this.node.view(), this.time, "shop"::equals, (application, behavior) -> {
		}, SECOND);
		MeterRegistry small = new SimpleMeterRegistry();
		ApplicationMeters shop = new ApplicationMeters(small, Tags.empty(), "shop", sampler, this.time);
		Class<?> type = int.class;
		for (int i = 0; i < 2 * ApplicationMeters.MAX_BEHAVIORS; i++) {
			type = type.arrayType();
			shop.know(type);
		}
		assertThat(small.get("triotp.mailbox.messages").gauges()).hasSize(ApplicationMeters.MAX_BEHAVIORS + 1);
		try (Stubborn printer = new Stubborn(this.node, "shop/printer").flooded(3)) {
			shop.know(Stubborn.class);
			assertThat(small.get("triotp.mailbox.messages").tag("behavior", "other").gauge().value()).isEqualTo(3);
		}
	}

	private void crash() {
		Await.restarts(this.node, 1, () -> this.node.<Crasher>server("till").cast(new Crasher.Crash()));
	}

	private double processes(String application, String kind) {
		return this.registry.get("triotp.processes")
			.tags("application", application, "kind", kind)
			.gauges()
			.stream()
			.mapToDouble(Gauge::value)
			.sum();
	}

	private double waiting(String application, String behavior) {
		return gauge("triotp.mailbox.messages", "application", application, "behavior", behavior);
	}

	private double stalled(String application) {
		return gauge("triotp.processes.stalled", "application", application);
	}

	private double intensity(String supervisor) {
		return gauge("triotp.supervisor.intensity", "application", "shop", "supervisor", supervisor);
	}

	private double gauge(String name, String... tags) {
		return this.registry.get(name).tags(tags).gauge().value();
	}

}
