package io.triotp.spring.boot.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.StringJoiner;

import io.triotp.spring.boot.view.SummaryDescriptor.ApplicationDescriptor;
import io.triotp.spring.boot.view.SummaryDescriptor.MailboxDescriptor;
import io.triotp.spring.boot.view.SummaryDescriptor.ProblemDescriptor;

/**
 * Writes a {@link SummaryDescriptor} for people.
 */
final class SummaryText {

	private final SummaryDescriptor summary;

	private final Instant now;

	SummaryText(SummaryDescriptor summary) {
		this.summary = summary;
		this.now = summary.generatedAt();
	}

	@Override
	public String toString() {
		String text = totals().toString();
		if (!this.summary.applications().isEmpty()) {
			text += "\n" + applications();
		}
		return this.summary.problems().isEmpty() ? text : text + "\n" + problems();
	}

	private TextTable totals() {
		SummaryDescriptor.NodeDescriptor node = this.summary.node();
		String version = (node.version() != null) ? ", TriOTP " + node.version() : "";
		TextTable table = new TextTable()
			.row("node",
					node.name() + ", up " + TextStyle.rough(Duration.between(node.startedAt(), this.now)) + version)
			.row("processes", processes())
			.row("mailboxes", mailboxes())
			.row("restarts", restarts())
			.row("dead letters",
					this.summary.deadLetters().total() + details(this.summary.deadLetters().byReason(), ""));
		long zombies = this.summary.zombies().running();
		return (zombies > 0) ? table.row("zombies", String.valueOf(zombies)) : table;
	}

	private String processes() {
		SummaryDescriptor.ProcessesDescriptor processes = this.summary.processes();
		return processes.total() + details(processes.byState(),
				", " + TextStyle.count(processes.supervisors(), "of them a supervisor", "of them supervisors"));
	}

	private static String details(Map<? extends Enum<?>, Long> counts, String more) {
		StringJoiner details = new StringJoiner(", ", " (", more + ")");
		details.setEmptyValue("");
		counts.forEach((what, count) -> {
			if (count > 0) {
				details.add(count + " " + TextStyle.dashed(what));
			}
		});
		return details.toString();
	}

	private String mailboxes() {
		MailboxDescriptor largest = this.summary.mailboxes().largest();
		String messages = TextStyle.count(this.summary.mailboxes().messages(), "message", "messages");
		if (largest == null) {
			return messages;
		}
		String label = (largest.label() != null) ? largest.label() : largest.id();
		return messages + ", " + largest.size() + " of them at " + ((largest.path() != null) ? largest.path() : label);
	}

	private String restarts() {
		SummaryDescriptor.RestartsDescriptor restarts = this.summary.restarts();
		if (restarts.lastAt() == null) {
			return String.valueOf(restarts.total());
		}
		return restarts.total() + ", " + restarts.lastMinute() + " in the last minute, " + restarts.lastHour()
				+ " in the last hour, last " + TextStyle.ago(restarts.lastAt(), this.now);
	}

	private TextTable applications() {
		TextTable table = new TextTable().row("APPLICATION", "STATE", "PROCESSES", "RESTARTS", "LAST EXIT");
		for (ApplicationDescriptor application : this.summary.applications()) {
			table.row(application.name(), application.state().name(), String.valueOf(application.processes()),
					String.valueOf(application.restarts()), lastExit(application));
		}
		return table;
	}

	private String lastExit(ApplicationDescriptor application) {
		ExitDescriptor exit = application.lastExit();
		return (exit != null) ? exit.path() + " " + TextStyle.exit(exit, this.now) : "";
	}

	private TextTable problems() {
		TextTable table = new TextTable().row("PROBLEM", "WHERE", "WHAT");
		for (ProblemDescriptor problem : this.summary.problems()) {
			table.row(problem.code().name(), problem.path(), problem.detail());
		}
		return table;
	}

}
