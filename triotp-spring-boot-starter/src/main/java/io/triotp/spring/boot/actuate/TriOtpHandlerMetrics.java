package io.triotp.spring.boot.actuate;

import java.util.Objects;

import io.triotp.process.HandledMessage;
import io.triotp.process.MessageKind;
import io.triotp.process.MessageObserver;
import io.triotp.process.SentMessage;
import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long messages wait, and how long the code takes for them. A node must be
 * started with it ({@link io.triotp.process.NodeOptions#observers()}); it measures from
 * when it is given to {@link TriOtpMetrics}, which have the meters.
 */
public final class TriOtpHandlerMetrics implements MessageObserver {

	/** With nothing to carry, but when it was sent. */
	private static final Trace SENT = new Trace() {
	};

	private volatile @Nullable TriOtpMetrics metrics;

	void measureFor(TriOtpMetrics metrics) {
		this.metrics = metrics;
	}

	@Override
	public @Nullable Trace sending(SentMessage message) {
		Objects.requireNonNull(message, "message");
		return hasMailbox(message.kind()) ? SENT : null;
	}

	@Override
	public @Nullable Handling handling(HandledMessage message, @Nullable Trace trace) {
		Objects.requireNonNull(message, "message");
		TriOtpMetrics known = this.metrics;
		if (known == null) {
			return null;
		}
		HandlerMeters meters = known.handlersOf(message.path(), message.receiver(), message.type());
		if (hasMailbox(message.kind())) {
			message.waited().ifPresent(meters::waited);
		}
		TimeSource time = known.time();
		MessageKind kind = message.kind();
		long begun = time.nanoTime();
		return (outcome) -> meters.handled(kind, outcome, time.nanoTime() - begun);
	}

	private static boolean hasMailbox(MessageKind kind) {
		return kind == MessageKind.CALL || kind == MessageKind.CAST || kind == MessageKind.INFO;
	}

}
