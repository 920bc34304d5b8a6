package io.triotp.spring.boot.actuate;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.triotp.process.DeadLetterReason;

/**
 * The meters of the processes of an application that have one behaviour.
 */
final class BehaviorMeters {

	/** What can happen to a message that has reached a mailbox, or tried to. */
	private static final Set<DeadLetterReason> DROPPED = Set.of(DeadLetterReason.MAILBOX_FULL,
			DeadLetterReason.ABANDONED, DeadLetterReason.PROCESS_EXITED);

	private final Map<DeadLetterReason, Counter> dropped = new EnumMap<>(DeadLetterReason.class);

	private final Counter callTimeouts;

	BehaviorMeters(MeterSet meters, String behavior, Supplier<Number> waiting) {
		for (DeadLetterReason reason : DROPPED) {
			this.dropped.put(reason,
					meters.counter("triotp.mailbox.dropped", "Messages that reached a mailbox and were never handled",
							"behavior", behavior, "reason", ApplicationMeters.tag(reason)));
		}
		this.callTimeouts = meters.counter("triotp.call.timeouts", "Calls whose callers gave up waiting for the answer",
				"behavior", behavior);
		meters.gauge("triotp.mailbox.messages", "Messages that wait", waiting, "behavior", behavior);
	}

	void deadLetter(DeadLetterReason reason) {
		Counter counter = this.dropped.get(reason);
		if (counter != null) {
			counter.increment();
		}
	}

	void callTimedOut() {
		this.callTimeouts.increment();
	}

}
