package io.triotp.spring.boot.observation;

import java.util.Objects;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Gives the handler of a cast a trace of its own, linked with the span of the sender:
 * what nobody waits for must not make the trace of the sender longer.
 */
public final class LinkedTracingObservationHandler extends DefaultTracingObservationHandler implements Ordered {

	private final Tracer tracer;

	/**
	 * Creates a handler.
	 * @param tracer makes the spans
	 */
	public LinkedTracingObservationHandler(Tracer tracer) {
		super(Objects.requireNonNull(tracer, "tracer"));
		this.tracer = tracer;
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
	public void onStart(Observation.Context context) {
		Span.Builder span = this.tracer.spanBuilder().setNoParent().kind(Span.Kind.CONSUMER);
		Span sender = senderOf(context);
		if (sender != null) {
			span.addLink(new Link(sender.context()));
		}
		getTracingContext(context).setSpan(span.start());
	}

	private static @Nullable Span senderOf(Observation.Context context) {
		Observation.ContextView link = (context instanceof MessageHandlerContext handler) ? handler.getLink() : null;
		TracingContext tracing = (link != null) ? link.get(TracingContext.class) : null;
		return (tracing != null) ? tracing.getSpan() : null;
	}

}
