package io.triotp.spring.boot.actuate;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.triotp.history.HistoryEntry;
import io.triotp.process.ProcessInfo;
import io.triotp.spring.boot.view.EventsRequest;
import io.triotp.spring.boot.view.NodeReader;
import io.triotp.spring.boot.view.ProcessSort;
import io.triotp.spring.boot.view.ProcessesRequest;
import io.triotp.spring.boot.view.ThreadsDescriptor;
import io.triotp.spring.boot.view.TreeDescriptor;
import io.triotp.spring.boot.view.TreeRequest;
import io.triotp.spring.boot.view.TreeSort;
import io.triotp.spring.boot.view.Wanted;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;

/**
 * The sections of what can be seen of a node, and the parameters of each.
 */
final class Sections {

	/** The supervision trees. */
	static final String TREE = "tree";

	/** What has happened. */
	static final String EVENTS = "events";

	/** The processes, sorted and searched. */
	static final String PROCESSES = "processes";

	/** The processes that run code now. */
	static final String THREADS = "threads";

	/** What has crashed, by kind. */
	static final String CRASHES = "crashes";

	/** Messages that were never handled. */
	static final String LOST = "lost";

	/** What has broken. */
	static final String INCIDENTS = "incidents";

	/** What happens, while it happens. */
	static final String STREAM = "stream";

	/** One place, by its path. */
	static final String PLACE = "place";

	private static final String STACK = "stack";

	private static final String STATE = "state";

	private final NodeReader reader;

	private final ShownValues values;

	Sections(NodeReader reader, ShownValues values) {
		this.reader = reader;
		this.values = values;
	}

	/**
	 * {@return a section}
	 * @param section its name
	 * @param parameters the parameters of the request
	 * @param security who asks
	 * @throws InvalidParameterException if a parameter cannot be meant so
	 */
	Answer read(String section, Parameters parameters, SecurityContext security) {
		return switch (section) {
			case TREE -> tree(parameters.requireOnly(section, "root", "application", "depth", "limit", "sort", "cursor",
					Format.NAME));
			case EVENTS -> new Answer.Found(this.reader.events(
					events(parameters.requireOnly(section, "after", "type", "severity", "path", "limit", Format.NAME),
							parameters.text("path"))));
			case PROCESSES -> processes(parameters.requireOnly(section, "q", "sort", "order", "limit", "state", "kind",
					"application", "parent", "minMailbox", "cursor", Format.NAME));
			case THREADS -> threads(parameters.requireOnly(section, "path", "limit", Format.NAME));
			case CRASHES -> {
				parameters.requireOnly(section, Format.NAME);
				yield new Answer.Found(this.reader.crashes());
			}
			case LOST -> {
				parameters.requireOnly(section, Format.NAME);
				yield new Answer.Found(this.reader.lost());
			}
			case INCIDENTS -> {
				parameters.requireOnly(section, Format.NAME);
				yield new Answer.Found(this.reader.incidents());
			}
			case PLACE -> place(parameters.requireOnly(section, "path", "include", Format.NAME), security);
			default -> new Answer.Missing(
					"There is no section '" + section + "', but there are " + TREE + ", " + EVENTS + ", " + PROCESSES
							+ ", " + THREADS + ", " + CRASHES + ", " + LOST + ", " + INCIDENTS + " and " + PLACE);
		};
	}

	/**
	 * {@return one item of a section}
	 * @param section the section
	 * @param id the id of the item
	 * @param parameters the parameters of the request
	 * @param security who asks
	 * @throws InvalidParameterException if a parameter cannot be meant so
	 */
	Answer item(String section, String id, Parameters parameters, SecurityContext security) {
		return switch (section) {
			case PROCESSES -> process(id, parameters.requireOnly(section + "/{id}", "include", Format.NAME), security);
			case INCIDENTS -> {
				parameters.requireOnly(section + "/{id}", Format.NAME);
				yield Answer.of(this.reader.incident(id), () -> "There is no incident '" + id + "' (any more)");
			}
			default -> new Answer.Missing(
					"The section '" + section + "' has no items; " + PROCESSES + " and " + INCIDENTS + " have");
		};
	}

	/**
	 * {@return what has happened to one process, and in its place before}
	 * @param section the section
	 * @param id the id of the process
	 * @param part what of it
	 * @param parameters the parameters of the request
	 * @throws InvalidParameterException if a parameter cannot be meant so
	 */
	Answer part(String section, String id, String part, Parameters parameters) {
		if (!section.equals(PROCESSES) || !part.equals(EVENTS)) {
			return new Answer.Missing("There is only " + PROCESSES + "/{id}/" + EVENTS);
		}
		parameters.requireOnly(section + "/{id}/" + part, "after", "type", "severity", "limit", Format.NAME);
		return Answer.of(this.reader.process(id, Wanted.NOTHING)
			.map((process) -> this.reader.events(events(parameters, process.path()))), () -> noProcess(id));
	}

	private Answer tree(Parameters parameters) {
		TreeRequest request = TreeRequest.of(parameters.text("root"), parameters.text("application"),
				parameters.number("depth", TreeRequest.MAX_DEPTH), parameters.number("limit", TreeRequest.MAX_LIMIT))
			.sortedBy(parameters.one("sort", TreeSort.class))
			.after(parameters.text("cursor"));
		if (request.cursor() != null && request.root() == null) {
			throw new InvalidParameterException("cursor is for the children of one node: name it with root");
		}
		try {
			return Answer.of(this.reader.tree(request), () -> missing(request));
		}
		catch (IllegalArgumentException ex) {
			throw badCursor(request.cursor());
		}
	}

	private static InvalidParameterException badCursor(@Nullable String cursor) {
		return new InvalidParameterException("cursor '" + cursor
				+ "' does not belong here: take the nextCursor of an answer, with the same sort and order");
	}

	private static String missing(TreeRequest request) {
		if (request.root() == null) {
			return "There is no application '" + request.application() + "'";
		}
		return "There is no node '" + request.root() + "'"
				+ ((request.application() != null) ? " in application '" + request.application() + "'" : "");
	}

	private static EventsRequest events(Parameters parameters, @Nullable String path) {
		Integer limit = parameters.number("limit", EventsRequest.MAX_LIMIT);
		return new EventsRequest(parameters.number("after", 0, Long.MAX_VALUE),
				(limit != null) ? limit : EventsRequest.DEFAULT_LIMIT, parameters.one("type", HistoryEntry.Type.class),
				parameters.one("severity", HistoryEntry.Severity.class), path);
	}

	private Answer processes(Parameters parameters) {
		ProcessSort sort = parameters.one("sort", ProcessSort.class);
		sort = (sort != null) ? sort : ProcessSort.MAILBOX;
		Order order = parameters.one("order", Order.class);
		Integer limit = parameters.number("limit", ProcessesRequest.MAX_LIMIT);
		Long minMailbox = parameters.number("minMailbox", 0, Integer.MAX_VALUE);
		String text = parameters.text("q");
		if (text != null && text.length() > ProcessesRequest.MAX_SEARCH) {
			throw new InvalidParameterException("q must have at most " + ProcessesRequest.MAX_SEARCH + " characters");
		}
		ProcessesRequest.Filter filter = new ProcessesRequest.Filter(text,
				parameters.one("state", ProcessInfo.State.class), parameters.one("kind", TreeDescriptor.Kind.class),
				parameters.text("application"), parameters.text("parent"),
				(minMailbox != null) ? minMailbox.intValue() : null);
		ProcessesRequest request = new ProcessesRequest(sort,
				(order != null) ? order == Order.DESC : sort.isDescending(),
				(limit != null) ? limit : ProcessesRequest.DEFAULT_LIMIT, filter, parameters.text("cursor"));
		return this.reader.processes(request)
			.<Answer>map(Answer.Found::new)
			.orElseThrow(() -> badCursor(request.cursor()));
	}

	private Answer threads(Parameters parameters) {
		Integer limit = parameters.number("limit", ThreadsDescriptor.MAX_LIMIT);
		return new Answer.Found(this.reader.threads((limit != null) ? limit : ThreadsDescriptor.DEFAULT_LIMIT,
				parameters.text("path")));
	}

	private Answer place(Parameters parameters, SecurityContext security) {
		String path = parameters.text("path");
		if (path == null) {
			throw new InvalidParameterException("place needs a path, such as path=shop/orders");
		}
		return process(path, parameters, security);
	}

	private Answer process(String idOrPath, Parameters parameters, SecurityContext security) {
		Wanted wanted = wanted(parameters.text("include"), security);
		return Answer.of(this.reader.process(idOrPath, wanted), () -> noProcess(idOrPath));
	}

	private Wanted wanted(@Nullable String include, SecurityContext security) {
		if (include == null) {
			return Wanted.NOTHING;
		}
		Set<String> parts = Set.copyOf(List.of(include.toLowerCase(Locale.ROOT).split(",", -1)));
		if (!Set.of(STACK, STATE).containsAll(parts)) {
			throw new InvalidParameterException(
					"include must be '" + STACK + "', '" + STATE + "' or both with a comma, but is '" + include + "'");
		}
		return new Wanted(parts.contains(STACK),
				parts.contains(STATE) ? this.values.forWhomever(security) : new Wanted.State.None());
	}

	private static String noProcess(String idOrPath) {
		return "There is no process and no place '" + idOrPath + "' (any more)";
	}

	private enum Order {

		ASC, DESC

	}

}
