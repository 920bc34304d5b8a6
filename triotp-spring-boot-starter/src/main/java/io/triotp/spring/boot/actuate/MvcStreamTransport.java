package io.triotp.spring.boot.actuate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Holds the connections of streams with Spring MVC. A connection has a thread only while
 * something is written to it.
 */
public final class MvcStreamTransport extends StreamTransport {

	private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

	/** If we do not end a connection in time, the server does. */
	private static final Duration GRACE = Duration.ofMinutes(1);

	/**
	 * Create a new instance.
	 */
	public MvcStreamTransport() {
	}

	@Override
	Object open(EventStreams streams, StreamRequest request) {
		ServletRequestAttributes exchange = exchange();
		HttpServletResponse response = (exchange != null) ? exchange.getResponse() : null;
		if (response != null) {
			HEADERS.forEach(response::setHeader);
		}
		if (exchange != null && exchange.getRequest().getMethod().equals(HttpMethod.HEAD.name())) {
			return new WebEndpointResponse<>(null, WebEndpointResponse.STATUS_OK, MediaType.TEXT_EVENT_STREAM);
		}
		SseEmitter emitter = new SseEmitter(streams.maxAge().plus(GRACE).toMillis());
		Optional<EventStream> opened = streams.open(request.afterHeader(lastEventId(exchange)), new Client(emitter),
				streams.writers());
		if (opened.isEmpty()) {
			return refuse(streams.full());
		}
		EventStream stream = opened.get();
		emitter.onCompletion(stream::end);
		emitter.onTimeout(stream::end);
		emitter.onError((ex) -> stream.end());
		return emitter;
	}

	@Override
	Object refuse(ErrorDescriptor why) {
		ServletRequestAttributes exchange = exchange();
		HttpServletResponse response = (exchange != null) ? exchange.getResponse() : null;
		if (response != null) {
			response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(EventStreams.RETRY_AFTER.toSeconds()));
		}
		return TriOtpEndpointWebExtension.errorAsJson(why);
	}

	private static @Nullable String lastEventId(@Nullable ServletRequestAttributes exchange) {
		return (exchange != null) ? exchange.getRequest().getHeader(LAST_EVENT_ID) : null;
	}

	private static @Nullable ServletRequestAttributes exchange() {
		return (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes exchange) ? exchange
				: null;
	}

	private record Client(SseEmitter emitter) implements StreamClient {

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void send(StreamFrame frame) throws IOException {
			SseEmitter.SseEventBuilder event = SseEmitter.event();
			if (frame.event() == null) {
				this.emitter.send(event.comment(frame.data()));
				return;
			}
			if (frame.id() != null) {
				event.id(frame.id().toString());
			}
			this.emitter.send(event.name(frame.event()).data(frame.data(), TEXT));
		}

		@Override
		public void end() {
			this.emitter.complete();
		}

	}

}
