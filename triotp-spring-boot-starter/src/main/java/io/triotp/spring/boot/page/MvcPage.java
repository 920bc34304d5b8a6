package io.triotp.spring.boot.page;

import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.util.MimeType;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Shows the page with Spring MVC, as an answer of the endpoint. An operation of an
 * endpoint tells no headers, so they are written to the response it is called for.
 */
public final class MvcPage {

	/** Where the page is below the endpoint. */
	public static final String FOLDER = PageRequest.FOLDER;

	private final EndpointPage page;

	/**
	 * Create a new instance.
	 * @param page what to show
	 */
	public MvcPage(EndpointPage page) {
		this.page = Objects.requireNonNull(page, "page");
	}

	/**
	 * {@return the way to the folder of the page}
	 */
	public WebEndpointResponse<Object> redirect() {
		return write(PageReply.toTheFolder(), exchange());
	}

	/**
	 * {@return a file of the page, {@code null} if there is none of that name}
	 * @param name its name, empty for the page itself
	 */
	public @Nullable WebEndpointResponse<Object> file(String name) {
		ServletRequestAttributes exchange = exchange();
		HttpServletRequest request = exchange.getRequest();
		return PageReply
			.of(this.page,
					new PageRequest(name, request.getHeader(HttpHeaders.IF_NONE_MATCH),
							request.getHeader(HttpHeaders.ACCEPT_ENCODING)))
			.map((reply) -> write(reply, exchange))
			.orElse(null);
	}

	private static WebEndpointResponse<Object> write(PageReply reply, ServletRequestAttributes exchange) {
		HttpServletResponse response = Objects.requireNonNull(exchange.getResponse(), "response");
		reply.headers().forEach(response::setHeader);
		String type = reply.contentType();
		return (type != null) ? new WebEndpointResponse<>(reply.body(), reply.status(), MimeType.valueOf(type))
				: new WebEndpointResponse<>(reply.status());
	}

	private static ServletRequestAttributes exchange() {
		return (ServletRequestAttributes) RequestContextHolder.currentRequestAttributes();
	}

}
