package io.triotp.spring.boot.view;

import java.util.List;

/**
 * Writes an {@link IncidentDescriptor} for people.
 */
final class IncidentText {

	private IncidentText() {
	}

	static String of(IncidentDescriptor incident) {
		StringBuilder text = new StringBuilder();
		text.append(new TextTable().row("incident", incident.id())
			.row("what", incident.type().name())
			.row("where", incident.path())
			.row("when", incident.at().toString()));
		if (incident.event().exception() != null) {
			text.append('\n').append(incident.event().exception().type()).append('\n');
			incident.event().exception().frames().forEach((frame) -> text.append("  at ").append(frame).append('\n'));
		}
		text.append("\nEvents before\n").append(EventsText.table(incident.events()));
		if (incident.tree() != null) {
			text.append("\nTree\n").append(incident.tree().toText());
		}
		if (!incident.fullest().isEmpty()) {
			TextTable table = new TextTable();
			incident.fullest()
				.forEach((each) -> table.row(each.path(), each.state().name(), String.valueOf(each.mailbox())));
			text.append("\nFullest mailboxes\n").append(table);
		}
		if (!incident.lost().isEmpty()) {
			text.append("\nLost messages\n")
				.append(new LostDescriptor(incident.capturedAt(), incident.lost()).toText());
		}
		text.append('\n')
			.append(ThreadsText.of(new ThreadsDescriptor(incident.capturedAt(), incident.threads().size(),
					incident.threads().size(), false, incident.threads())));
		return text.append(declared(incident.configuration())).toString();
	}

	private static String declared(List<IncidentDescriptor.DeclaredDescriptor> configuration) {
		TextTable table = new TextTable();
		configuration.forEach((each) -> table.row(each.path(), TextStyle.dashed(each.restart()), each.shutdown(),
				(each.behavior() != null) ? each.behavior() : (each.period() != null)
						? each.maxRestarts() + " restarts in " + TextStyle.exact(each.period()) : ""));
		return configuration.isEmpty() ? "" : "\nDeclared\n" + table;
	}

}
