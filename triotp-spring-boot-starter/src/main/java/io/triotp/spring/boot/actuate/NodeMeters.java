package io.triotp.spring.boot.actuate;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.triotp.node.Node;
import io.triotp.process.DeadLetterReason;

/**
 * The meters of a node that no application has a part of.
 */
final class NodeMeters {

	static final String DEAD_LETTERS = "triotp.dead.letters";

	static final String DEAD_LETTERS_DESCRIPTION = "Messages that were never handled";

	private final MeterRegistry registry;

	private final Node node;

	private final Counter probes;

	/** Those of applications, also of such as have none of their meters any more. */
	private final LongAdder[] ofApplications = new LongAdder[DeadLetterReason.values().length];

	NodeMeters(MeterRegistry registry, Node node, NodeSampler sampler) {
		this.registry = registry;
		this.node = node;
		this.probes = Counter.builder("triotp.probe.failures")
			.description("Probes that found a child stopped or unhealthy")
			.register(registry);
		bindMailboxes();
		bindZombies();
		bindWedged();
		bindDeadLetters();
		Gauge.builder("triotp.carriers.spare", node, (each) -> each.view().spareCarriersLent())
			.description("Carriers lent to virtual threads because code that does not return held all others")
			.register(registry);
		FunctionCounter.builder("triotp.events.dropped", node, (each) -> each.history().extent().dropped())
			.description("Events that the history has forgotten to make room for newer ones")
			.register(registry);
		TimeGauge.builder("triotp.metrics.sample", sampler::duration, TimeUnit.NANOSECONDS)
			.description("How long the last look at all processes took")
			.register(registry);
	}

	private void bindMailboxes() {
		Gauge.builder("triotp.mailboxes.high", this.node, (each) -> each.view().highMailboxCount())
			.description("Mailboxes that passed the high-water mark and have not fallen below half of it")
			.register(this.registry);
		FunctionCounter.builder("triotp.mailbox.high.water", this.node, (each) -> each.view().highMailboxTotal())
			.description("Times a mailbox passed the high-water mark")
			.register(this.registry);
	}

	private void bindZombies() {
		Gauge.builder("triotp.processes.zombie", this.node, (each) -> each.view().zombieCount())
			.description("Killed processes whose code has not returned")
			.register(this.registry);
		FunctionCounter.builder("triotp.process.zombies", this.node, (each) -> each.view().zombieTotal())
			.description("Killed processes whose code ignored interrupts for seconds")
			.register(this.registry);
	}

	private void bindWedged() {
		Gauge.builder("triotp.processes.wedged", this.node, (each) -> each.view().wedgedCount())
			.description("Processes that work on one message for too long")
			.register(this.registry);
		FunctionCounter.builder("triotp.process.wedged", this.node, (each) -> each.view().wedgedTotal())
			.description("Times a process was found to work on one message for too long")
			.register(this.registry);
	}

	/** Those that nobody reports: to names nobody has, and to threads. */
	private void bindDeadLetters() {
		for (DeadLetterReason reason : DeadLetterReason.values()) {
			LongAdder elsewhere = new LongAdder();
			this.ofApplications[reason.ordinal()] = elsewhere;
			// A letter is counted before it is reported: what was once shown stays.
			LongAccumulator shown = new LongAccumulator(Math::max, 0);
			FunctionCounter.builder(DEAD_LETTERS, this.node, (each) -> {
				shown.accumulate(each.view().deadLetters(reason) - elsewhere.sum());
				return shown.get();
			})
				.description(DEAD_LETTERS_DESCRIPTION)
				.tag("application", Belonging.NONE)
				.tag("reason", ApplicationMeters.tag(reason))
				.register(this.registry);
		}
	}

	/** Notes a dead letter that an application has counted. */
	void deadLetterOfApplication(DeadLetterReason reason) {
		this.ofApplications[reason.ordinal()].increment();
	}

	void probeFailed() {
		this.probes.increment();
	}

}
