package io.triotp.spring.boot.actuate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.Crasher;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import io.triotp.test.ManualTime;
import io.triotp.test.NodeExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is measured of each message.
 */
class HandlerMetricsTests {

	private final ManualTime time = new ManualTime();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final TriOtpHandlerMetrics handlers = new TriOtpHandlerMetrics();

	@RegisterExtension
	private final NodeExtension extension = NodeExtension
		.with((options) -> options.time(this.time).observers(List.of(this.handlers)));

	private Node node;

	private TriOtpMetrics metrics;

	@BeforeEach
	void start(Node node) {
		this.node = node;
		this.metrics = new TriOtpMetrics(node, this.registry, List.of()).with(this.handlers);
	}

	@AfterEach
	void stop() {
		this.metrics.close();
	}

	private ServerRef<Crasher> till() {
		this.node.start(ApplicationSpec.of("shop",
				SupervisorSpec.oneForOne(ChildSpec.server("till", Crasher::new).name("till"))));
		return this.node.server("till");
	}

	@Test
	void eachMessageIsMeasuredByKindAndOutcome() {
		ServerRef<Crasher> till = till();
		for (int i = 0; i < 3; i++) {
			till.call(new Crasher.Ping());
		}
		assertThat(handled("call", "replied").count()).isEqualTo(3);
		Await.restarts(this.node, 1, () -> till.cast(new Crasher.Crash()));
		assertThat(handled("cast", "failed").count()).isOne();
		assertThat(handled("start", "no_reply").count()).isEqualTo(2);
	}

	@Test
	void theFirstThatFailsIsAStepFromZero() {
		till().call(new Crasher.Ping());
		for (String outcome : List.of("refused", "no_reply", "stopped", "failed")) {
			assertThat(handled("call", outcome).count()).isZero();
		}
	}

	@Test
	void theTimeOfAMessageIsThatOfItsHandlerAndThatBeforeIsItsWait() {
		this.node.start(ApplicationSpec.of("shop",
				SupervisorSpec.oneForOne(ChildSpec.server("till", () -> new Slow(this.time)).name("till"))));
		this.node.<Slow>server("till").call(new Slow.Work(Duration.ofSeconds(2)));
		Timer worked = this.registry.get("triotp.messages.handled")
			.tags("application", "shop", "behavior", Slow.class.getName(), "kind", "call")
			.tag("outcome", "replied")
			.timer();
		assertThat(worked.totalTime(TimeUnit.SECONDS)).isEqualTo(2);
		Timer waited = this.registry.get("triotp.mailbox.wait")
			.tags("application", "shop", "behavior", Slow.class.getName())
			.timer();
		assertThat(waited.count()).isOne();
		assertThat(waited.totalTime(TimeUnit.SECONDS)).isZero();
	}

	@Test
	void theTimersOfAnApplicationByCodeGoWithIt() {
		till().call(new Crasher.Ping());
		this.node.stop("shop");
		assertThat(this.registry.find("triotp.messages.handled").tag("application", "shop").timers()).isEmpty();
	}

	private Timer handled(String kind, String outcome) {
		return this.registry.get("triotp.messages.handled")
			.tags("application", "shop", "behavior", Crasher.class.getName(), "kind", kind, "outcome", outcome)
			.timer();
	}

}
