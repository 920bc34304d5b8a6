package io.triotp.spring.boot.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.triotp.history.HistoryEntry;

/**
 * What has broken, newest first.
 *
 * @param generatedAt when it was looked at
 * @param capacity how many are kept
 * @param incidents the incidents
 */
public record IncidentsDescriptor(Instant generatedAt, int capacity, List<IncidentHead> incidents) implements View {

	/** So many are kept. */
	public static final int CAPACITY = 20;

	@Override
	public String toText() {
		if (this.incidents.isEmpty()) {
			return "Nothing has broken\n";
		}
		TextTable table = new TextTable().row("ID", "AGO", "TYPE", "PATH", "");
		this.incidents
			.forEach((each) -> table.row(each.id(), TextStyle.rough(Duration.between(each.at(), this.generatedAt)),
					each.type().name(), each.path(), each.detail().lines().findFirst().orElse("")));
		return table.toString();
	}

	/**
	 * An incident in short.
	 *
	 * @param id its name, to ask for all of it
	 * @param at when it happened
	 * @param type what happened
	 * @param path where
	 * @param detail what else is known
	 */
	public record IncidentHead(String id, Instant at, HistoryEntry.Type type, String path, String detail) {

		/**
		 * {@return an incident in short}
		 * @param incident the incident
		 */
		public static IncidentHead of(IncidentDescriptor incident) {
			String detail = Objects.requireNonNull(incident, "incident").event().detail();
			return new IncidentHead(incident.id(), incident.at(), incident.type(), incident.path(),
					(detail != null) ? detail : "");
		}

	}

}
