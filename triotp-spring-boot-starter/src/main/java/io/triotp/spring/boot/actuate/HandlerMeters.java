package io.triotp.spring.boot.actuate;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.micrometer.core.instrument.Timer;
import io.triotp.process.HandlingOutcome;
import io.triotp.process.MessageKind;
import org.jspecify.annotations.Nullable;

/**
 * How long the processes with one behaviour take for their messages, and how long those
 * have waited. The timers of a kind of message are made together when the first of it is
 * handled, so that the first that fails is a step from 0 to 1.
 */
final class HandlerMeters {

	private static final int OUTCOMES = Outcome.values().length;

	private final MeterSet meters;

	private final String behavior;

	private final Timer waits;

	private final AtomicReferenceArray<@Nullable Timer> timers = new AtomicReferenceArray<>(
			MessageKind.values().length * OUTCOMES);

	HandlerMeters(MeterSet meters, String behavior) {
		this.meters = meters;
		this.behavior = behavior;
		this.waits = meters.timer("triotp.mailbox.wait", "How long messages wait before they are handled", "behavior",
				behavior);
	}

	void waited(Duration time) {
		this.waits.record(time);
	}

	void handled(MessageKind kind, HandlingOutcome how, long nanos) {
		Outcome outcome = Outcome.of(how);
		Timer known = this.timers.get(index(kind, outcome));
		if (known == null) {
			Outcome.of(kind).forEach((each) -> make(kind, each));
			known = make(kind, outcome);
		}
		known.record(nanos, TimeUnit.NANOSECONDS);
	}

	private static int index(MessageKind kind, Outcome outcome) {
		return kind.ordinal() * OUTCOMES + outcome.ordinal();
	}

	private Timer make(MessageKind kind, Outcome outcome) {
		Timer timer = this.meters.timer("triotp.messages.handled", "How long the code takes for a message", "behavior",
				this.behavior, "kind", ApplicationMeters.tag(kind), "outcome", ApplicationMeters.tag(outcome));
		this.timers.set(index(kind, outcome), timer);
		return timer;
	}

	/** How it ended, as the value of a tag. */
	private enum Outcome {

		REPLIED, REFUSED, NO_REPLY, STOPPED, FAILED;

		private static final Set<Outcome> OF_CALLS = EnumSet.allOf(Outcome.class);

		private static final Set<Outcome> OF_OTHERS = EnumSet.of(NO_REPLY, STOPPED, FAILED);

		/** Those that a kind of message can have. */
		static Set<Outcome> of(MessageKind kind) {
			return (kind == MessageKind.CALL) ? OF_CALLS : OF_OTHERS;
		}

		static Outcome of(HandlingOutcome outcome) {
			return switch (outcome) {
				case HandlingOutcome.Replied replied -> (replied.error() == null) ? REPLIED : REFUSED;
				case HandlingOutcome.NoReply ignored -> NO_REPLY;
				case HandlingOutcome.Stopped ignored -> STOPPED;
				case HandlingOutcome.Failed ignored -> FAILED;
			};
		}

	}

}
