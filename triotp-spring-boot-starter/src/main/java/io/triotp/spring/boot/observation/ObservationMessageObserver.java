package io.triotp.spring.boot.observation;

import java.util.Objects;
import java.util.Set;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.triotp.process.HandledMessage;
import io.triotp.process.HandlingOutcome;
import io.triotp.process.MessageKind;
import io.triotp.process.MessageObserver;
import io.triotp.process.ReportName;
import io.triotp.process.SentMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Observes the messages of a node with Micrometer, and takes the context of their senders
 * to their handlers. A call is an observation of the caller, and its handler one below
 * it. A cast is an observation of the sender; its handler is one of its own that is
 * linked with it ({@link MessageHandlerContext#getLink()}). A task is an observation
 * below that of its starter.
 *
 * <p>
 * What supervisors do is not observed, but what they start on behalf of a caller has its
 * context.
 */
public final class ObservationMessageObserver implements MessageObserver, Ordered {

	/** Where the processes of the library live that are no servers of users. */
	private static final Set<String> OWN_PACKAGES = Set.of("io.triotp.supervisor", "io.triotp.application",
			"io.triotp.resource");

	private final ObservationRegistry registry;

	private final boolean always;

	private final Propagation propagation = Propagation.available();

	private final @Nullable CallObservationConvention ofCalls;

	private final @Nullable CastObservationConvention ofCasts;

	private final @Nullable MessageHandlerObservationConvention ofHandlers;

	private final CallObservationConvention defaultOfCalls = new DefaultMessageSendObservationConvention(
			TriOtpObservation.CALL.observationName());

	private final CastObservationConvention defaultOfCasts = new DefaultMessageSendObservationConvention(
			TriOtpObservation.CAST.observationName());

	private final MessageHandlerObservationConvention defaultOfHandlers = new DefaultMessageHandlerObservationConvention();

	/**
	 * Creates an observer.
	 * @param registry where observations are reported
	 * @param always whether what is sent or begins outside of any observation is observed
	 * too
	 * @param ofCalls names and keys of calls, {@code null} for the default
	 * @param ofCasts names and keys of casts, {@code null} for the default
	 * @param ofHandlers names and keys of callbacks and tasks, {@code null} for the
	 * default
	 */
	public ObservationMessageObserver(ObservationRegistry registry, boolean always,
			@Nullable CallObservationConvention ofCalls, @Nullable CastObservationConvention ofCasts,
			@Nullable MessageHandlerObservationConvention ofHandlers) {
		this.registry = Objects.requireNonNull(registry, "registry");
		this.always = always;
		this.ofCalls = ofCalls;
		this.ofCasts = ofCasts;
		this.ofHandlers = ofHandlers;
	}

	/** Before those who look at the context that this one sets up. */
	@Override
	public int getOrder() {
		return 0;
	}

	@Override
	public Trace sending(SentMessage message) {
		Objects.requireNonNull(message, "message");
		Observation around = around();
		Propagation.Snapshot snapshot = this.propagation.capture();
		Observation own = (this.always || around != null) && isObserved(message) ? started(message) : null;
		return new MessageTrace(message.kind(), snapshot, own, (own != null) ? own : around);
	}

	/**
	 * {@return what the sender is in, unless the user has switched that off}
	 */
	private @Nullable Observation around() {
		Observation around = this.registry.getCurrentObservation();
		return (around != null && !around.isNoop()) ? around : null;
	}

	private static boolean isObserved(SentMessage message) {
		return switch (message.kind()) {
			case CALL, CAST -> message.receiverType().filter(ObservationMessageObserver::isOwn).isEmpty();
			case INFO -> !(message.content() instanceof ReportName)
					&& message.receiverType().filter(ObservationMessageObserver::isOwn).isEmpty();
			case START, TASK, CONTINUE, TERMINATE -> false;
		};
	}

	private static boolean isOwn(Class<?> type) {
		return OWN_PACKAGES.contains(type.getPackageName());
	}

	/**
	 * {@return the observation of a sending, or {@code null} if nobody wants it}
	 */
	private @Nullable Observation started(SentMessage message) {
		Observation observation = (message.kind() == MessageKind.CALL)
				? Observation.createNotStarted(this.ofCalls, this.defaultOfCalls, () -> new MessageSendContext(message),
						this.registry)
				: Observation.createNotStarted(this.ofCasts, this.defaultOfCasts, () -> new MessageSendContext(message),
						this.registry);
		return observation.isNoop() ? null : observation.start();
	}

	@Override
	public @Nullable Handling handling(HandledMessage message, @Nullable Trace trace) {
		Objects.requireNonNull(message, "message");
		MessageTrace carried = (trace instanceof MessageTrace mine) ? mine : null;
		Propagation.Restored restored = (carried != null) ? carried.restore() : null;
		try {
			Handling observed = isObserved(message, carried) ? begin(message, carried) : null;
			return ended((observed != null) ? observed : continueSender(carried), restored);
		}
		catch (Throwable ex) {
			close(restored);
			throw ex;
		}
	}

	/**
	 * What nobody asked for is not worth a trace of its own when a node comes or goes.
	 */
	private boolean isObserved(HandledMessage message, @Nullable MessageTrace carried) {
		if (isOwn(message.type()) || !(this.always || (carried != null && carried.isObserved()))) {
			return false;
		}
		return switch (message.kind()) {
			case CALL, CAST, INFO, CONTINUE, TASK -> true;
			case START -> carried != null && carried.sender() != null;
			case TERMINATE -> false;
		};
	}

	private @Nullable Handling begin(HandledMessage message, @Nullable MessageTrace carried) {
		Observation before = (carried != null && message.kind() == MessageKind.CONTINUE) ? carried.handler() : null;
		Observation sender = (carried != null) ? carried.sender() : null;
		Observation link = (before == null && carried != null && carried.isLinked()) ? sender : null;
		Observation observation = Observation.createNotStarted(this.ofHandlers, this.defaultOfHandlers,
				() -> new MessageHandlerContext(message, (link != null) ? link.getContextView() : null), this.registry);
		if (observation.isNoop()) {
			return null;
		}
		Observation parent = (before != null) ? before : sender;
		if (link == null && parent != null) {
			observation.parentObservation(parent);
		}
		observation.start();
		if (carried != null) {
			carried.handledIn(observation);
		}
		Observation.Scope scope = observation.openScope();
		return (outcome) -> {
			scope.close();
			end(observation, outcome);
		};
	}

	/** What is not observed itself may send, and start what is. */
	private static @Nullable Handling continueSender(@Nullable MessageTrace carried) {
		Observation sender = (carried != null) ? carried.sender() : null;
		if (sender == null) {
			return null;
		}
		Observation.Scope scope = sender.openScope();
		return (outcome) -> scope.close();
	}

	private static void end(Observation observation, HandlingOutcome outcome) {
		if (observation.getContext() instanceof MessageHandlerContext context) {
			context.setOutcome(MessageOutcomes.of(outcome));
		}
		if (outcome instanceof HandlingOutcome.Failed(Throwable error)) {
			observation.error(error);
		}
		else if (outcome instanceof HandlingOutcome.Replied(Throwable error) && error != null) {
			observation.error(error);
		}
		observation.stop();
	}

	private static @Nullable Handling ended(@Nullable Handling observed, Propagation.@Nullable Restored restored) {
		if (observed == null) {
			return (restored != null) ? (outcome) -> restored.close() : null;
		}
		return (outcome) -> {
			try {
				observed.ended(outcome);
			}
			finally {
				close(restored);
			}
		};
	}

	private static void close(Propagation.@Nullable Restored restored) {
		if (restored != null) {
			restored.close();
		}
	}

}
