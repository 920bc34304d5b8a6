package io.triotp.spring.boot.actuate;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.function.Function;

import io.triotp.spring.boot.page.MvcPage;
import io.triotp.spring.boot.view.EventsDescriptor;
import io.triotp.spring.boot.view.TreeDescriptor;
import io.triotp.spring.boot.view.View;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link TriOtpEndpoint}: text
 * for people, and answers that say what is wrong with a request.
 */
@EndpointWebExtension(endpoint = TriOtpEndpoint.class)
public class TriOtpEndpointWebExtension {

	private static final String TEXT = "text/plain;charset=UTF-8";

	private static final MimeType TEXT_TYPE = new MimeType("text", "plain", StandardCharsets.UTF_8);

	private static final MimeType NDJSON_TYPE = new MimeType("application", "x-ndjson", StandardCharsets.UTF_8);

	private static final String EVENT_STREAM = "text/event-stream";

	private static final String PAGE = "text/html";

	private static final String NO_PAGE = "There is no such page: one comes with the dependency io.triotp:triotp-dashboard";

	private static final String HOW_TO_STREAM = "stream is for those who accept events: "
			+ "curl -N -H 'Accept: text/event-stream' .../triotp/stream";

	private final TriOtpEndpoint delegate;

	private final @Nullable EventStreams streams;

	private final @Nullable MvcPage page;

	/**
	 * Create a new instance.
	 * @param delegate what to show
	 * @param streams the clients that are told what happens, {@code null} if there can be
	 * none
	 * @param page the page for people, {@code null} if there is none or if it is not
	 * shown with Spring MVC
	 */
	public TriOtpEndpointWebExtension(TriOtpEndpoint delegate, @Nullable EventStreams streams, @Nullable MvcPage page) {
		this.delegate = delegate;
		this.streams = streams;
		this.page = page;
	}

	/**
	 * {@return the node at a glance}
	 * @param format {@code json} or {@code text}; JSON by default
	 */
	@ReadOperation
	public WebEndpointResponse<Object> summary(@Nullable String format) {
		return answer(new Parameters().with(Format.NAME, format),
				(parameters) -> new Answer.Found(this.delegate.summary()));
	}

	/**
	 * {@return the node at a glance, for those who accept text only}
	 */
	@ReadOperation(produces = TEXT)
	public String textSummary() {
		return this.delegate.summary().toText();
	}

	/**
	 * {@return a section of what can be seen} Each section has some of the parameters;
	 * one that means nothing to it is refused.
	 * @param section what to see: {@code tree}, {@code events}, {@code processes},
	 * {@code threads}, {@code crashes}, {@code lost}, {@code incidents} or {@code place}
	 * @param root the id or path of the node of the tree to begin with; the roots of
	 * applications by default
	 * @param application the application of the tree or of the processes; all by default
	 * @param depth how many levels of the tree, 1 to 8; 3 by default
	 * @param sort the order: of a tree {@code spec}, {@code mailbox}, {@code
	 * restarts} or {@code name}; of processes {@code mailbox}, {@code handled},
	 * {@code working}, {@code started} or {@code path}
	 * @param order {@code asc} or {@code desc}, for processes
	 * @param cursor the {@code nextCursor} of the page before, for a tree with a
	 * {@code root} and for processes
	 * @param q what the path or the class of a process must contain, in any case
	 * @param state what a process must be doing
	 * @param kind what a process must be: {@code worker}, {@code supervisor} or
	 * {@code dynamic_supervisor}
	 * @param parent the id of the process that must have started a process
	 * @param minMailbox how many messages must wait for a process at least
	 * @param after the number of an event: those after it, oldest first; the newest by
	 * default, newest first
	 * @param type what must have happened; anything by default
	 * @param severity how bad an event must be at least, {@code info}, {@code
	 * warning} or {@code error}; anything by default
	 * @param path the place where it must have happened, or one above it; anywhere by
	 * default. For {@code place}, the place
	 * @param include {@code stack}: also where the code of the process of a place is now;
	 * {@code state}: also what it holds, to those who may see it; or both, separated by a
	 * comma
	 * @param limit how many: nodes, 1 to 2000, 500 by default; events, 1 to 500, 100 by
	 * default; processes, 1 to 500, 50 by default; threads, 1 to 200, 20 by default
	 * @param format {@code json} or {@code text}, for a tree also {@code mermaid} and
	 * {@code dot}, for events also {@code ndjson}; JSON by default
	 * @param topics for the stream, which is for those who accept events only
	 * @param interval for the stream
	 * @param lastEventId for the stream
	 * @param security who asks
	 */
	@ReadOperation
	public WebEndpointResponse<Object> section(@Selector String section, @Nullable String root,
			@Nullable String application, @Nullable String depth, @Nullable String sort, @Nullable String order,
			@Nullable String cursor, @Nullable String q, @Nullable String state, @Nullable String kind,
			@Nullable String parent, @Nullable String minMailbox, @Nullable String after, @Nullable String type,
			@Nullable String severity, @Nullable String path, @Nullable String include, @Nullable String limit,
			@Nullable String format, @Nullable String topics, @Nullable String interval, @Nullable String lastEventId,
			SecurityContext security) {
		if (section.equals(Sections.STREAM)) {
			return error(new ErrorDescriptor(406, "Not Acceptable", HOW_TO_STREAM));
		}
		if (section.equals(MvcPage.FOLDER)) {
			return (this.page != null) ? this.page.redirect() : error(ErrorDescriptor.notFound(NO_PAGE));
		}
		Parameters parameters = new Parameters().with("root", root)
			.with("application", application)
			.with("depth", depth)
			.with("sort", sort)
			.with("order", order)
			.with("cursor", cursor)
			.with("q", q)
			.with("state", state)
			.with("kind", kind)
			.with("parent", parent)
			.with("minMailbox", minMailbox)
			.with("after", after)
			.with("type", type)
			.with("severity", severity)
			.with("path", path)
			.with("include", include)
			.with("limit", limit)
			.with("topics", topics)
			.with("interval", interval)
			.with("lastEventId", lastEventId)
			.with(Format.NAME, format);
		return answer(parameters, (all) -> this.delegate.sections().read(section, all, security));
	}

	/**
	 * {@return a section of what can be seen, for those who accept text only}
	 * @param section what to see: {@code tree}, {@code events}, {@code processes},
	 * {@code threads}, {@code crashes}, {@code lost}, {@code incidents} or {@code place}
	 * @param root the id or path of the node of the tree to begin with; the roots of
	 * applications by default
	 * @param application the application of the tree or of the processes; all by default
	 * @param depth how many levels of the tree, 1 to 8; 3 by default
	 * @param sort the order: of a tree {@code spec}, {@code mailbox}, {@code
	 * restarts} or {@code name}; of processes {@code mailbox}, {@code handled},
	 * {@code working}, {@code started} or {@code path}
	 * @param order {@code asc} or {@code desc}, for processes
	 * @param cursor the {@code nextCursor} of the page before, for a tree with a
	 * {@code root} and for processes
	 * @param q what the path or the class of a process must contain, in any case
	 * @param state what a process must be doing
	 * @param kind what a process must be: {@code worker}, {@code supervisor} or
	 * {@code dynamic_supervisor}
	 * @param parent the id of the process that must have started a process
	 * @param minMailbox how many messages must wait for a process at least
	 * @param after the number of an event: those after it, oldest first; the newest by
	 * default, newest first
	 * @param type what must have happened; anything by default
	 * @param severity how bad an event must be at least, {@code info}, {@code
	 * warning} or {@code error}; anything by default
	 * @param path the place where it must have happened, or one above it; anywhere by
	 * default. For {@code place}, the place
	 * @param include {@code stack}: also where the code of the process of a place is now;
	 * {@code state}: also what it holds, to those who may see it; or both, separated by a
	 * comma
	 * @param limit how many: nodes, 1 to 2000, 500 by default; events, 1 to 500, 100 by
	 * default; processes, 1 to 500, 50 by default; threads, 1 to 200, 20 by default
	 * @param security who asks
	 */
	@ReadOperation(produces = TEXT)
	public WebEndpointResponse<Object> textSection(@Selector String section, @Nullable String root,
			@Nullable String application, @Nullable String depth, @Nullable String sort, @Nullable String order,
			@Nullable String cursor, @Nullable String q, @Nullable String state, @Nullable String kind,
			@Nullable String parent, @Nullable String minMailbox, @Nullable String after, @Nullable String type,
			@Nullable String severity, @Nullable String path, @Nullable String include, @Nullable String limit,
			SecurityContext security) {
		return asText(
				section(section, root, application, depth, sort, order, cursor, q, state, kind, parent, minMailbox,
						after, type, severity, path, include, limit, Format.TEXT.name(), null, null, null, security));
	}

	/**
	 * {@return what happens, while it happens, for those who accept events}
	 * @param section what to see: {@code stream}
	 * @param topics what to tell of: {@code summary}, {@code events}, {@code tree} and
	 * {@code process:{id}}, separated by commas; {@code summary,events} by default
	 * @param interval how often to tell how something is, if that has changed, 250 ms to
	 * 1 minute, 1 second by default
	 * @param type what must have happened; anything by default
	 * @param severity how bad an event must be at least, {@code info}, {@code
	 * warning} or {@code error}; anything by default
	 * @param path the place where it must have happened, or one above it; anywhere by
	 * default
	 * @param root the id or path of the node of the tree to begin with; the roots of
	 * applications by default
	 * @param application the application of the tree; all by default
	 * @param depth how many levels of the tree, 1 to 8; 3 by default
	 * @param limit how many nodes of the tree, 1 to 2000, 500 by default
	 * @param lastEventId the number of the last event the client knows: it is told what
	 * has happened since. The header {@code Last-Event-ID} wins
	 */
	@ReadOperation(produces = EVENT_STREAM)
	public Object stream(@Selector String section, @Nullable String topics, @Nullable String interval,
			@Nullable String type, @Nullable String severity, @Nullable String path, @Nullable String root,
			@Nullable String application, @Nullable String depth, @Nullable String limit,
			@Nullable String lastEventId) {
		if (!section.equals(Sections.STREAM)) {
			return errorAsJson(
					ErrorDescriptor.notFound("Only the section '" + Sections.STREAM + "' is a stream of events"));
		}
		if (this.streams == null) {
			return errorAsJson(ErrorDescriptor
				.notFound("There is no stream: it needs Spring MVC or Spring WebFlux, and Jackson 3"));
		}
		Parameters parameters = new Parameters().with("topics", topics)
			.with("interval", interval)
			.with("type", type)
			.with("severity", severity)
			.with("path", path)
			.with("root", root)
			.with("application", application)
			.with("depth", depth)
			.with("limit", limit)
			.with("lastEventId", lastEventId);
		try {
			return this.streams.answer(StreamRequest.of(parameters));
		}
		catch (InvalidParameterException ex) {
			return errorAsJson(ErrorDescriptor.badRequest(String.valueOf(ex.getMessage())));
		}
	}

	/**
	 * {@return one process or place, or one incident}
	 * @param section the section: {@code processes} or {@code incidents}
	 * @param id the id of a process or a place, or of an incident
	 * @param include {@code stack}: also where its code is now; {@code state}: also what
	 * it holds, to those who may see it; or both, separated by a comma
	 * @param format {@code json} or {@code text}; JSON by default
	 * @param security who asks
	 */
	@ReadOperation
	public WebEndpointResponse<Object> item(@Selector String section, @Selector String id, @Nullable String include,
			@Nullable String format, SecurityContext security) {
		if (section.equals(MvcPage.FOLDER)) {
			return file(id);
		}
		return answer(new Parameters().with("include", include).with(Format.NAME, format),
				(all) -> this.delegate.sections().item(section, id, all, security));
	}

	/**
	 * {@return one process or place, or one incident, for those who accept text only}
	 * @param section the section: {@code processes} or {@code incidents}
	 * @param id the id of a process or a place, or of an incident
	 * @param include {@code stack}: also where its code is now; {@code state}: also what
	 * it holds, to those who may see it; or both, separated by a comma
	 * @param security who asks
	 */
	@ReadOperation(produces = TEXT)
	public WebEndpointResponse<Object> textItem(@Selector String section, @Selector String id, @Nullable String include,
			SecurityContext security) {
		return asText(item(section, id, include, Format.TEXT.name(), security));
	}

	/**
	 * {@return the page for people, if there is one} Its files are items of {@code ui}.
	 * @param section the section: {@code ui}
	 * @param rest nothing
	 */
	@ReadOperation(produces = PAGE)
	public WebEndpointResponse<Object> page(@Selector String section,
			@Selector(match = Selector.Match.ALL_REMAINING) String... rest) {
		return (section.equals(MvcPage.FOLDER) && rest.length == 0) ? file("")
				: errorAsJson(ErrorDescriptor.notFound("There is no page like that"));
	}

	private WebEndpointResponse<Object> file(String name) {
		WebEndpointResponse<Object> file = (this.page != null) ? this.page.file(name) : null;
		return (file != null) ? file : errorAsJson(ErrorDescriptor.notFound(NO_PAGE));
	}

	/**
	 * {@return what has happened to one process, and in its place before it}
	 * @param section the section: {@code processes}
	 * @param id the id of a process or a place
	 * @param part what of it: {@code events}
	 * @param after the number of an event: those after it, oldest first; the newest by
	 * default, newest first
	 * @param type what must have happened; anything by default
	 * @param severity how bad it must be at least; anything by default
	 * @param limit how many events, 1 to 500, 100 by default
	 * @param format {@code json}, {@code text} or {@code ndjson}; JSON by default
	 */
	@ReadOperation
	public WebEndpointResponse<Object> part(@Selector String section, @Selector String id, @Selector String part,
			@Nullable String after, @Nullable String type, @Nullable String severity, @Nullable String limit,
			@Nullable String format) {
		Parameters parameters = new Parameters().with("after", after)
			.with("type", type)
			.with("severity", severity)
			.with("limit", limit)
			.with(Format.NAME, format);
		return answer(parameters, (all) -> this.delegate.sections().part(section, id, part, all));
	}

	/**
	 * Acts on a process or a place, through its supervisor. Answers 200 with the process
	 * it has then; 202 if that is not done in time; 409 if the process has been replaced,
	 * or the supervisor refuses; 404 if there is none.
	 * @param section the section: {@code processes}
	 * @param id the id of the process; for {@code start}, that of the place
	 * @param action {@code restart}, {@code terminate}, {@code start}, {@code suspend},
	 * {@code resume} or {@code kill}
	 * @param reason what for, for log, history and audit
	 * @param security who asks
	 */
	@WriteOperation
	public WebEndpointResponse<Object> act(@Selector String section, @Selector String id, String action,
			@Nullable String reason, SecurityContext security) {
		return section.equals(Sections.PROCESSES) ? done(new Action(id, action, name(security), reason))
				: error(ErrorDescriptor.notFound("There is nothing to do in '" + section + "'"));
	}

	/**
	 * Terminates a process, through its supervisor. Answers as {@link #act}.
	 * @param section the section: {@code processes}
	 * @param id the id of the process
	 * @param security who asks
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> terminate(@Selector String section, @Selector String id,
			SecurityContext security) {
		return act(section, id, "terminate", null, security);
	}

	private WebEndpointResponse<Object> done(Action action) {
		ActionDescriptor done = this.delegate.perform(action);
		OperationResponseBody body = done;
		return new WebEndpointResponse<>(body, done.status());
	}

	private static String name(SecurityContext security) {
		Principal principal = security.getPrincipal();
		return (principal != null && principal.getName() != null) ? principal.getName() : "anonymous";
	}

	private WebEndpointResponse<Object> answer(Parameters parameters, Function<Parameters, Answer> read) {
		try {
			Format format = Format.of(parameters);
			return switch (read.apply(parameters)) {
				case Answer.Found(View view) -> write(view, format.requireFor(view));
				case Answer.Missing(String message) -> error(ErrorDescriptor.notFound(message));
			};
		}
		catch (InvalidParameterException ex) {
			return error(ErrorDescriptor.badRequest(String.valueOf(ex.getMessage())));
		}
	}

	private static WebEndpointResponse<Object> write(View view, Format format) {
		return switch (format) {
			case JSON -> new WebEndpointResponse<>(new ViewBody(view));
			case TEXT -> text(view.toText());
			case MERMAID -> text(((TreeDescriptor) view).toMermaid());
			case DOT -> text(((TreeDescriptor) view).toDot());
			case NDJSON ->
				new WebEndpointResponse<>(lines((EventsDescriptor) view), WebEndpointResponse.STATUS_OK, NDJSON_TYPE);
		};
	}

	private static String lines(EventsDescriptor events) {
		try {
			return Lines.of(events);
		}
		catch (NoClassDefFoundError ex) {
			throw new InvalidParameterException("format ndjson needs Jackson 3, which this application does not have");
		}
	}

	private static WebEndpointResponse<Object> asText(WebEndpointResponse<Object> response) {
		return (response.getBody() instanceof ErrorDescriptor error)
				? new WebEndpointResponse<>(error.message() + "\n", error.status(), TEXT_TYPE) : response;
	}

	private static WebEndpointResponse<Object> text(String text) {
		return new WebEndpointResponse<>(text, WebEndpointResponse.STATUS_OK, TEXT_TYPE);
	}

	/** For those who have asked for something else than JSON. */
	static WebEndpointResponse<Object> errorAsJson(ErrorDescriptor error) {
		OperationResponseBody body = error;
		return new WebEndpointResponse<>(body, error.status(), MimeTypeUtils.APPLICATION_JSON);
	}

	private static WebEndpointResponse<Object> error(ErrorDescriptor error) {
		OperationResponseBody body = error;
		return new WebEndpointResponse<>(body, error.status());
	}

}
