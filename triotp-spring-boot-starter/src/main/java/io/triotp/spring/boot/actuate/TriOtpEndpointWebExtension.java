package io.triotp.spring.boot.actuate;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.triotp.spring.boot.view.SummaryDescriptor;
import io.triotp.spring.boot.view.TreeRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.util.MimeType;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link TriOtpEndpoint}: text
 * for people, and answers that say what is wrong with a request.
 */
@EndpointWebExtension(endpoint = TriOtpEndpoint.class)
public class TriOtpEndpointWebExtension {

	private static final String TEXT = "text/plain;charset=UTF-8";

	private static final MimeType TEXT_TYPE = new MimeType("text", "plain", StandardCharsets.UTF_8);

	private final TriOtpEndpoint delegate;

	/**
	 * Create a new instance.
	 * @param delegate what to show
	 */
	public TriOtpEndpointWebExtension(TriOtpEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * {@return the node at a glance}
	 * @param format {@code json} or {@code text}; JSON by default
	 */
	@ReadOperation
	public WebEndpointResponse<Object> summary(@Nullable String format) {
		try {
			SummaryDescriptor summary = this.delegate.summary();
			return isText(format) ? text(summary.toText()) : json(summary);
		}
		catch (InvalidParameterException ex) {
			return badRequest(ex);
		}
	}

	/**
	 * {@return the node at a glance, for those who accept text only}
	 */
	@ReadOperation(produces = TEXT)
	public String textSummary() {
		return this.delegate.summary().toText();
	}

	/**
	 * {@return a section of what can be seen}
	 * @param section what to see: {@code tree}
	 * @param root the id or path of the node to begin with; the roots of applications by
	 * default
	 * @param application the application; all by default
	 * @param depth how many levels, 1 to 8; 3 by default
	 * @param limit how many nodes, 1 to 2000; 500 by default
	 * @param format {@code json} or {@code text}; JSON by default
	 */
	@ReadOperation
	public WebEndpointResponse<Object> section(@Selector String section, @Nullable String root,
			@Nullable String application, @Nullable String depth, @Nullable String limit, @Nullable String format) {
		if (!section.equals(TriOtpEndpoint.TREE)) {
			return notFound("There is no section '" + section + "', but there is 'tree'");
		}
		try {
			boolean text = isText(format);
			TreeRequest request = TreeRequest.of(root, application, number("depth", depth, TreeRequest.MAX_DEPTH),
					number("limit", limit, TreeRequest.MAX_LIMIT));
			return this.delegate.tree(request)
				.map((tree) -> text ? text(tree.toText()) : json(tree))
				.orElseGet(() -> notFound(missing(request)));
		}
		catch (InvalidParameterException ex) {
			return badRequest(ex);
		}
	}

	/**
	 * {@return a section of what can be seen, for those who accept text only}
	 * @param section what to see: {@code tree}
	 * @param root the id or path of the node to begin with; the roots of applications by
	 * default
	 * @param application the application; all by default
	 * @param depth how many levels, 1 to 8; 3 by default
	 * @param limit how many nodes, 1 to 2000; 500 by default
	 */
	@ReadOperation(produces = TEXT)
	public WebEndpointResponse<Object> textSection(@Selector String section, @Nullable String root,
			@Nullable String application, @Nullable String depth, @Nullable String limit) {
		WebEndpointResponse<Object> response = section(section, root, application, depth, limit, Format.TEXT.name());
		return (response.getBody() instanceof ErrorDescriptor error)
				? new WebEndpointResponse<>(error.message() + "\n", error.status(), TEXT_TYPE) : response;
	}

	private static String missing(TreeRequest request) {
		if (request.root() == null) {
			return "There is no application '" + request.application() + "'";
		}
		return "There is no node '" + request.root() + "'"
				+ ((request.application() != null) ? " in application '" + request.application() + "'" : "");
	}

	private static boolean isText(@Nullable String format) {
		try {
			return format != null && Format.valueOf(format.toUpperCase(Locale.ROOT)) == Format.TEXT;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidParameterException("format must be json or text, but is '" + format + "'");
		}
	}

	/** More than is allowed is not an error: the answer tells what was applied. */
	private static @Nullable Integer number(String name, @Nullable String value, int max) {
		if (value == null || value.isEmpty()) {
			return null;
		}
		try {
			long number = Long.parseLong(value);
			if (number >= 1) {
				return (int) Math.min(number, max);
			}
		}
		catch (NumberFormatException ex) {
			// Told below.
		}
		throw new InvalidParameterException(
				name + " must be a whole number from 1 to " + max + ", but is '" + value + "'");
	}

	private static WebEndpointResponse<Object> json(Object view) {
		return new WebEndpointResponse<>(new ViewBody(view));
	}

	private static WebEndpointResponse<Object> text(String text) {
		return new WebEndpointResponse<>(text, WebEndpointResponse.STATUS_OK, TEXT_TYPE);
	}

	private static WebEndpointResponse<Object> badRequest(InvalidParameterException ex) {
		return error(ErrorDescriptor.badRequest(String.valueOf(ex.getMessage())));
	}

	private static WebEndpointResponse<Object> notFound(String message) {
		return error(ErrorDescriptor.notFound(message));
	}

	private static WebEndpointResponse<Object> error(ErrorDescriptor error) {
		OperationResponseBody body = error;
		return new WebEndpointResponse<>(body, error.status());
	}

	private enum Format {

		JSON, TEXT

	}

	private static final class InvalidParameterException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		InvalidParameterException(String message) {
			super(message);
		}

	}

}
