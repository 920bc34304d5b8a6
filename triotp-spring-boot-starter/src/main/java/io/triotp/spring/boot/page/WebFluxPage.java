package io.triotp.spring.boot.page;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Shows the page with Spring WebFlux. An operation of an endpoint sees no exchange there,
 * so this is a filter, behind that of Spring Security, for addresses of the endpoint.
 */
public final class WebFluxPage implements WebFilter {

	private final EndpointPage page;

	private final String folder;

	/**
	 * Create a new instance.
	 * @param page what to show
	 * @param endpoint the path of the endpoint, such as {@code /actuator/triotp}
	 */
	public WebFluxPage(EndpointPage page, String endpoint) {
		this.page = Objects.requireNonNull(page, "page");
		this.folder = Objects.requireNonNull(endpoint, "endpoint") + "/" + PageRequest.FOLDER;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		HttpMethod method = request.getMethod();
		PageReply reply = (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) ? reply(request) : null;
		return (reply != null) ? write(reply, exchange.getResponse()) : chain.filter(exchange);
	}

	private @Nullable PageReply reply(ServerHttpRequest request) {
		String path = request.getPath().pathWithinApplication().value();
		if (path.equals(this.folder)) {
			return PageReply.toTheFolder();
		}
		if (!path.startsWith(this.folder + "/")) {
			return null;
		}
		HttpHeaders headers = request.getHeaders();
		return PageReply
			.of(this.page,
					new PageRequest(path.substring(this.folder.length() + 1),
							headers.getFirst(HttpHeaders.IF_NONE_MATCH), headers.getFirst(HttpHeaders.ACCEPT_ENCODING)))
			.orElse(null);
	}

	private static Mono<Void> write(PageReply reply, ServerHttpResponse response) {
		response.setStatusCode(HttpStatusCode.valueOf(reply.status()));
		HttpHeaders headers = response.getHeaders();
		reply.headers().forEach(headers::set);
		byte[] body = reply.body();
		if (body == null) {
			return response.setComplete();
		}
		headers.setContentType(MediaType.valueOf(Objects.requireNonNull(reply.contentType(), "contentType")));
		headers.setContentLength(body.length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

}
