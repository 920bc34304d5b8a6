package io.triotp.spring.boot.actuate;

import java.nio.charset.StandardCharsets;

import io.triotp.history.HistoryEntry;
import io.triotp.spring.boot.view.EventsDescriptor;
import io.triotp.spring.boot.view.EventsRequest;
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

	private static final String FORMAT = "format";

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
			return isText(new Parameters().with(FORMAT, format)) ? text(summary.toText()) : json(summary);
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
	 * @param section what to see: {@code tree} or {@code events}
	 * @param root the id or path of the node of the tree to begin with; the roots of
	 * applications by default
	 * @param application the application of the tree; all by default
	 * @param depth how many levels of the tree, 1 to 8; 3 by default
	 * @param after the number of an event: those after it, oldest first; the newest by
	 * default, newest first
	 * @param type what must have happened; anything by default
	 * @param severity how bad an event must be at least, {@code info}, {@code warning} or
	 * {@code error}; anything by default
	 * @param path the place where it must have happened, or one above it; anywhere by
	 * default
	 * @param limit how many nodes, 1 to 2000, 500 by default; or how many events, 1 to
	 * 500, 100 by default
	 * @param format {@code json} or {@code text}; JSON by default
	 */
	@ReadOperation
	public WebEndpointResponse<Object> section(@Selector String section, @Nullable String root,
			@Nullable String application, @Nullable String depth, @Nullable String after, @Nullable String type,
			@Nullable String severity, @Nullable String path, @Nullable String limit, @Nullable String format) {
		Parameters parameters = new Parameters().with("root", root)
			.with("application", application)
			.with("depth", depth)
			.with("after", after)
			.with("type", type)
			.with("severity", severity)
			.with("path", path)
			.with("limit", limit)
			.with(FORMAT, format);
		try {
			return switch (section) {
				case TriOtpEndpoint.TREE ->
					tree(parameters.requireOnly(section, "root", "application", "depth", "limit", FORMAT));
				case TriOtpEndpoint.EVENTS ->
					events(parameters.requireOnly(section, "after", "type", "severity", "path", "limit", FORMAT));
				default -> notFound("There is no section '" + section + "', but there are 'tree' and 'events'");
			};
		}
		catch (InvalidParameterException ex) {
			return badRequest(ex);
		}
	}

	private WebEndpointResponse<Object> tree(Parameters parameters) {
		TreeRequest request = TreeRequest.of(parameters.text("root"), parameters.text("application"),
				parameters.number("depth", TreeRequest.MAX_DEPTH), parameters.number("limit", TreeRequest.MAX_LIMIT));
		boolean text = isText(parameters);
		return this.delegate.tree(request)
			.map((tree) -> text ? text(tree.toText()) : json(tree))
			.orElseGet(() -> notFound(missing(request)));
	}

	private WebEndpointResponse<Object> events(Parameters parameters) {
		Integer limit = parameters.number("limit", EventsRequest.MAX_LIMIT);
		EventsDescriptor events = this.delegate.events(new EventsRequest(parameters.number("after", 0, Long.MAX_VALUE),
				(limit != null) ? limit : EventsRequest.DEFAULT_LIMIT, parameters.one("type", HistoryEntry.Type.class),
				parameters.one("severity", HistoryEntry.Severity.class), parameters.text("path")));
		return isText(parameters) ? text(events.toText()) : json(events);
	}

	/**
	 * {@return a section of what can be seen, for those who accept text only}
	 * @param section what to see: {@code tree} or {@code events}
	 * @param root the id or path of the node of the tree to begin with; the roots of
	 * applications by default
	 * @param application the application of the tree; all by default
	 * @param depth how many levels of the tree, 1 to 8; 3 by default
	 * @param after the number of an event: those after it, oldest first; the newest by
	 * default, newest first
	 * @param type what must have happened; anything by default
	 * @param severity how bad an event must be at least, {@code info}, {@code warning} or
	 * {@code error}; anything by default
	 * @param path the place where it must have happened, or one above it; anywhere by
	 * default
	 * @param limit how many nodes, 1 to 2000, 500 by default; or how many events, 1 to
	 * 500, 100 by default
	 */
	@ReadOperation(produces = TEXT)
	public WebEndpointResponse<Object> textSection(@Selector String section, @Nullable String root,
			@Nullable String application, @Nullable String depth, @Nullable String after, @Nullable String type,
			@Nullable String severity, @Nullable String path, @Nullable String limit) {
		WebEndpointResponse<Object> response = section(section, root, application, depth, after, type, severity, path,
				limit, Format.TEXT.name());
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

	private static boolean isText(Parameters parameters) {
		return parameters.one(FORMAT, Format.class) == Format.TEXT;
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

}
