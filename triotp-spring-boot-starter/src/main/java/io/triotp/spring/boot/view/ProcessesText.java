package io.triotp.spring.boot.view;

import java.time.Duration;
import java.util.StringJoiner;

import io.triotp.spring.boot.view.ProcessesDescriptor.ProcessRow;

/**
 * Writes {@link ProcessesDescriptor processes} for people: a line for each.
 */
final class ProcessesText {

	private ProcessesText() {
	}

	static String of(ProcessesDescriptor processes) {
		if (processes.processes().isEmpty()) {
			return "None of the " + processes.total() + " processes was asked for\n";
		}
		TextTable table = new TextTable().row("ID", "PATH", "STATE", "MAILBOX", "HANDLED", "UP", "");
		for (ProcessRow each : processes.processes()) {
			table.row(each.id(), each.path(), each.state().name(), String.valueOf(each.mailbox()),
					String.valueOf(each.handled()),
					TextStyle.rough(Duration.between(each.startedAt(), processes.generatedAt())), details(each));
		}
		String more = processes.truncated() ? "\n" + processes.returned() + " of " + processes.matched()
				+ "; the next with cursor=" + processes.nextCursor() + "\n" : "";
		String partial = (processes.partial() != null) ? "\nThere was no time to look at all processes\n" : "";
		return table + more + partial;
	}

	private static String details(ProcessRow process) {
		StringJoiner details = new StringJoiner("  ");
		if (process.message() != null) {
			details.add("on " + process.message()
					+ ((process.workingSeconds() != null) ? " for " + process.workingSeconds() + " s" : ""));
		}
		if (process.restarts() != null) {
			details.add("restarts " + process.restarts());
		}
		return details.toString();
	}

}
