package io.triotp.spring.boot.view;

import java.util.List;
import java.util.StringJoiner;

import io.triotp.spring.boot.view.EventsDescriptor.EventDescriptor;

/**
 * Writes {@link EventsDescriptor events} for people: a line for each.
 */
final class EventsText {

	private EventsText() {
	}

	static String of(EventsDescriptor events) {
		if (events.events().isEmpty()) {
			return "Nothing has happened that was asked for\n";
		}
		String more = events.truncated()
				? "\nThere are more: narrow it down by path, type or severity, or ask for up to "
						+ EventsRequest.MAX_LIMIT + " with limit\n"
				: "";
		return table(events.events()) + more;
	}

	static String table(List<EventDescriptor> events) {
		TextTable table = new TextTable();
		for (EventDescriptor each : events) {
			table.row(each.at().toString(), each.type().name(), each.path(), details(each));
		}
		return table.toString();
	}

	private static String details(EventDescriptor event) {
		StringJoiner details = new StringJoiner("  ");
		if (event.exception() != null) {
			String where = event.exception().where();
			details.add(event.exception().type() + ((where != null) ? " at " + where : ""));
		}
		else if (event.reason() != null) {
			details.add(event.reason().name());
		}
		if (event.id() != null) {
			details.add(event.id());
		}
		if (event.incarnation() != null) {
			details.add("incarnation " + event.incarnation());
		}
		if (event.delaySeconds() != null) {
			details.add("in " + event.delaySeconds() + " s");
		}
		if (event.detail() != null) {
			details.add(TextStyle.firstLine(event.detail()));
		}
		return details.toString();
	}

}
