package io.triotp.spring.boot.actuate;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Holds the connections of streams with Spring WebFlux. As an operation of an endpoint
 * does not see headers, a filter keeps the exchange for those that ask for a stream.
 */
public final class WebFluxStreamTransport extends StreamTransport implements WebFilter {

	private static final MimeType EVENT_STREAM = MimeType.valueOf(MediaType.TEXT_EVENT_STREAM_VALUE);

	/**
	 * Create a new instance.
	 */
	public WebFluxStreamTransport() {
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		Mono<Void> rest = chain.filter(exchange);
		return exchange.getRequest().getPath().value().endsWith("/" + Sections.STREAM)
				? rest.contextWrite((context) -> context.put(WebFluxStreamTransport.class, exchange)) : rest;
	}

	@Override
	Object open(EventStreams streams, StreamRequest request) {
		// Opened with the subscription, so that none is left open without a client.
		Flux<ServerSentEvent<String>> events = Flux.deferContextual((context) -> {
			ServerWebExchange exchange = exchange(context);
			if (exchange != null) {
				HEADERS.forEach(exchange.getResponse().getHeaders()::set);
			}
			StreamRequest whole = request.afterHeader(lastEventId(context));
			return Flux.create((sink) -> open(streams, whole, sink, context), FluxSink.OverflowStrategy.ERROR);
		});
		return new WebEndpointResponse<Object>(events, WebEndpointResponse.STATUS_OK, EVENT_STREAM);
	}

	private static void open(EventStreams streams, StreamRequest request, FluxSink<ServerSentEvent<String>> sink,
			ContextView context) {
		Optional<EventStream> opened = streams.open(request, new Client(sink), Runnable::run);
		if (opened.isEmpty()) {
			retryLater(context);
			sink.error(new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, streams.full().message()));
			return;
		}
		EventStream stream = opened.get();
		sink.onDispose(stream::end);
		sink.onRequest((wanted) -> stream.flush());
	}

	@Override
	Object refuse(ErrorDescriptor why) {
		Mono<ErrorDescriptor> body = Mono.deferContextual((context) -> {
			retryLater(context);
			return Mono.just(why);
		});
		return new WebEndpointResponse<Object>(body, why.status(), MimeTypeUtils.APPLICATION_JSON);
	}

	private static void retryLater(ContextView context) {
		ServerWebExchange exchange = exchange(context);
		if (exchange != null) {
			exchange.getResponse()
				.getHeaders()
				.set(HttpHeaders.RETRY_AFTER, Long.toString(EventStreams.RETRY_AFTER.toSeconds()));
		}
	}

	private static @Nullable String lastEventId(ContextView context) {
		ServerWebExchange exchange = exchange(context);
		return (exchange != null) ? exchange.getRequest().getHeaders().getFirst(LAST_EVENT_ID) : null;
	}

	private static @Nullable ServerWebExchange exchange(ContextView context) {
		return context.getOrDefault(WebFluxStreamTransport.class, null);
	}

	private record Client(FluxSink<ServerSentEvent<String>> sink) implements StreamClient {

		@Override
		public boolean isReady() {
			return this.sink.requestedFromDownstream() > 0;
		}

		@Override
		public void send(StreamFrame frame) {
			ServerSentEvent.Builder<String> event = ServerSentEvent.builder();
			if (frame.event() == null) {
				this.sink.next(event.comment(frame.data()).build());
				return;
			}
			if (frame.id() != null) {
				event.id(frame.id().toString());
			}
			this.sink.next(event.event(frame.event()).data(frame.data()).build());
		}

		@Override
		public void end() {
			this.sink.complete();
		}

	}

}
