package io.triotp.spring.boot.view;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import io.triotp.history.Cause;
import io.triotp.history.History;
import io.triotp.history.HistoryEntry;
import io.triotp.history.PlaceRecord;
import io.triotp.node.Node;
import io.triotp.spring.boot.view.EventsDescriptor.EventDescriptor;
import io.triotp.spring.boot.view.EventsDescriptor.ExceptionDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@link EventsDescriptor events} of a node.
 */
final class EventsReader {

	private static final double MILLIS = 1_000.0;

	/** What stands for the message of an exception behind a cause. */
	private static final String CAUSED_BY = "caused by ";

	private final Node node;

	EventsReader(Node node) {
		this.node = node;
	}

	EventsDescriptor read(EventsRequest request) {
		History history = this.node.history();
		History.Extent extent = history.extent();
		// one more tells whether there are more
		int most = request.limit() + 1;
		List<HistoryEntry> found = (request.after() != null) ? history.after(request.after(), most, request::wants)
				: history.newest(most, request::wants);
		List<EventDescriptor> events = found.stream().limit(request.limit()).map(EventsReader::describe).toList();
		return new EventsDescriptor(inMillis(this.node.host().time().instant()), extent.oldest(), extent.newest(),
				extent.capacity(), extent.dropped(), events.size(), found.size() > events.size(), events);
	}

	/**
	 * {@return the last events of a place}
	 */
	static List<EventDescriptor> describe(Optional<PlaceRecord> place) {
		return place.map(PlaceRecord::last).orElse(List.of()).stream().map(EventsReader::describe).toList();
	}

	static EventDescriptor describe(HistoryEntry entry) {
		Cause cause = entry.cause().orElse(null);
		return new EventDescriptor(entry.sequence(), inMillis(entry.at()), entry.type(), entry.type().severity(),
				entry.path(), (entry.process() > 0) ? NodeId.ofProcess(entry.process()) : null,
				(entry.incarnation() > 0) ? entry.incarnation() : null, (cause != null) ? cause.reason() : null,
				(cause != null) ? exception(cause) : null,
				entry.delay().map((delay) -> delay.toMillis() / MILLIS).orElse(null),
				entry.detail().isEmpty() ? null : entry.detail());
	}

	static @Nullable ExceptionDescriptor exception(Cause cause) {
		return cause.exception()
			.map((type) -> new ExceptionDescriptor(type, cause.where().isEmpty() ? null : cause.where(),
					cause.frames().stream().map(EventsReader::withoutMessage).toList()))
			.orElse(null);
	}

	private static String withoutMessage(String frame) {
		int message = frame.startsWith(CAUSED_BY) ? frame.indexOf(": ") : -1;
		return (message > 0) ? frame.substring(0, message) : frame;
	}

	private static Instant inMillis(Instant at) {
		return at.truncatedTo(ChronoUnit.MILLIS);
	}

}
