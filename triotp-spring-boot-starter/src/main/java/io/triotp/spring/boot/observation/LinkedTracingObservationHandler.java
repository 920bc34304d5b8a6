package io.triotp.spring.boot.observation;

import java.util.Objects;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Gives the handler of a cast a trace of its own, linked with the span of the sender:
 * what nobody waits for must not make the trace of the sender longer.
 *
 * <p>
 * Maintainer's note. No subclass of Micrometer's default handler: Boot would then take it
 * for a replacement of that one.
 */
public final class LinkedTracingObservationHandler
		implements TracingObservationHandler<MessageHandlerContext>, Ordered {

	private final Tracer tracer;

	/**
	 * Creates a handler.
	 * @param tracer makes the spans
	 */
	public LinkedTracingObservationHandler(Tracer tracer) {
		this.tracer = Objects.requireNonNull(tracer, "tracer");
	}

	/** Before the handlers that take any context. */
	@Override
	public int getOrder() {
		return 0;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof MessageHandlerContext handler && handler.getLink() != null;
	}

	@Override
	public Tracer getTracer() {
		return this.tracer;
	}

	@Override
	public void onStart(MessageHandlerContext context) {
		Span.Builder span = this.tracer.spanBuilder().setNoParent().kind(Span.Kind.CONSUMER);
		Span sender = senderOf(context);
		if (sender != null) {
			span.addLink(new Link(sender.context()));
		}
		getTracingContext(context).setSpan(span.start());
	}

	private static @Nullable Span senderOf(MessageHandlerContext context) {
		Observation.ContextView link = context.getLink();
		TracingContext tracing = (link != null) ? link.get(TracingContext.class) : null;
		return (tracing != null) ? tracing.getSpan() : null;
	}

	@Override
	public void onStop(MessageHandlerContext context) {
		Span span = getRequiredSpan(context);
		span.name(getSpanName(context));
		tagSpan(context, span);
		endSpan(context, span);
	}

}
