package io.triotp.spring.boot.actuate;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.triotp.node.Node;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.NodeView;

/**
 * The meters of a node that no application has a part of.
 */
final class NodeMeters {

	static final String DEAD_LETTERS = "triotp.dead.letters";

	static final String DEAD_LETTERS_DESCRIPTION = "Messages that were never handled";

	/** The gauge that a node is known by in a registry. */
	static final String WEDGED = "triotp.processes.wedged";

	private final MeterSet meters;

	private final Node node;

	private final Counter probes;

	/** Those of applications, also of such as have none of their meters any more. */
	private final LongAdder[] ofApplications = new LongAdder[DeadLetterReason.values().length];

	NodeMeters(MeterRegistry registry, Tags tags, Node node, NodeSampler sampler) {
		this.meters = new MeterSet(registry, tags);
		this.node = node;
		NodeView view = node.view();
		this.probes = this.meters.counter("triotp.probe.failures", "Probes that found a child stopped or unhealthy");
		this.meters.gauge("triotp.mailboxes.high",
				"Mailboxes that passed the high-water mark and have not fallen below half of it",
				view::highMailboxCount);
		this.meters.counter("triotp.mailbox.high.water", "Times a mailbox passed the high-water mark", node,
				(each) -> each.view().highMailboxTotal());
		this.meters.gauge("triotp.processes.zombie", "Killed processes whose code has not returned", view::zombieCount);
		this.meters.counter("triotp.process.zombies", "Killed processes whose code ignored interrupts for seconds",
				node, (each) -> each.view().zombieTotal());
		this.meters.gauge(WEDGED, "Processes that work on one message for too long", view::wedgedCount);
		this.meters.counter("triotp.process.wedged", "Times a process was found to work on one message for too long",
				node, (each) -> each.view().wedgedTotal());
		bindDeadLetters();
		this.meters.gauge("triotp.carriers.spare",
				"Carriers lent to virtual threads because code that does not return held all others",
				view::spareCarriersLent);
		this.meters.counter("triotp.events.dropped",
				"Events that the history has forgotten to make room for newer ones", node,
				(each) -> each.history().extent().dropped());
		this.meters.nanoseconds("triotp.metrics.sample", "How long the last look at all processes took",
				sampler::duration);
	}

	/** Those that nobody reports: to names nobody has, and to threads. */
	private void bindDeadLetters() {
		for (DeadLetterReason reason : DeadLetterReason.values()) {
			LongAdder elsewhere = new LongAdder();
			this.ofApplications[reason.ordinal()] = elsewhere;
			// A letter is counted before it is reported: what was once shown stays.
			LongAccumulator shown = new LongAccumulator(Math::max, 0);
			this.meters.counter(DEAD_LETTERS, DEAD_LETTERS_DESCRIPTION, this.node, (each) -> {
				shown.accumulate(each.view().deadLetters(reason) - elsewhere.sum());
				return shown.get();
			}, "application", Belonging.NONE, "reason", ApplicationMeters.tag(reason));
		}
	}

	/** Removes all meters. */
	void remove() {
		this.meters.remove();
	}

	/** Notes a dead letter that an application has counted. */
	void deadLetterOfApplication(DeadLetterReason reason) {
		this.ofApplications[reason.ordinal()].increment();
	}

	void probeFailed() {
		this.probes.increment();
	}

}
