package io.triotp.spring.boot.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

import io.triotp.spring.boot.view.ProcessDescriptor.CurrentDescriptor;
import io.triotp.spring.boot.view.ProcessDescriptor.MailboxDescriptor;
import io.triotp.spring.boot.view.ProcessDescriptor.PeersDescriptor;
import io.triotp.spring.boot.view.ProcessDescriptor.PlaceDescriptor;
import io.triotp.spring.boot.view.ProcessDescriptor.StateDescriptor;
import io.triotp.spring.boot.view.ProcessDescriptor.SupervisorDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link ProcessDescriptor} for people.
 */
final class ProcessText {

	private final ProcessDescriptor process;

	private final Instant now;

	ProcessText(ProcessDescriptor process) {
		this.process = process;
		this.now = process.generatedAt();
	}

	@Override
	public String toString() {
		TextTable table = new TextTable().row("path", this.process.path()).row("id", this.process.id());
		if (this.process.behavior() != null) {
			table.row("code", this.process.behavior());
		}
		table.row("state", state());
		if (this.process.current() != null) {
			table.row("works on", current(this.process.current()));
		}
		if (this.process.mailbox() != null) {
			table.row("mailbox", mailbox(this.process.mailbox()));
		}
		if (this.process.durable() != null) {
			table.row("stored", stored(this.process.durable()));
		}
		if (this.process.place() != null) {
			table.row("place", place(this.process.place()));
		}
		if (this.process.supervisor() != null) {
			table.row("supervisor", supervisor(this.process.supervisor()));
		}
		if (this.process.serverState() != null) {
			table.row("holds", state(this.process.serverState()));
		}
		bonds(table);
		table.row("remembered", TextStyle.count(this.process.crashes(), "crash", "crashes") + ", "
				+ TextStyle.count(this.process.restarts(), "restart", "restarts"));
		StringBuilder text = new StringBuilder(table.toString());
		if (!this.process.lastEvents().isEmpty()) {
			text.append('\n').append(EventsText.table(this.process.lastEvents()));
		}
		if (this.process.stack() != null) {
			text.append('\n').append(stack(this.process.stack()));
		}
		return text.toString();
	}

	private String state() {
		StringJoiner state = new StringJoiner(", ");
		state.add((this.process.state() != null) ? this.process.state().name() : "no process");
		if (this.process.startedAt() != null) {
			state.add("up " + TextStyle.rough(Duration.between(this.process.startedAt(), this.now)));
		}
		if (this.process.handled() != null) {
			state.add("handled " + this.process.handled());
		}
		if (this.process.names() != null) {
			state.add("named " + String.join(", ", this.process.names()));
		}
		return state.toString();
	}

	private static String current(CurrentDescriptor current) {
		String text = (current.message() != null) ? current.message() : "no message";
		text += (current.seconds() != null) ? " for " + current.seconds() + " s" : "";
		return (current.waitsFor() != null) ? text + ", waits for "
				+ current.waitsFor()
					.stream()
					.map((peer) -> peer.path() + " (" + peer.id() + ")")
					.collect(Collectors.joining(", which waits for "))
				: text;
	}

	private static String state(StateDescriptor state) {
		return (state.unavailable() != null) ? "not shown: " + state.unavailable()
				: ((state.type() != null) ? state.type() + " " : "") + state.value();
	}

	private String stored(DurableDescriptor durable) {
		StringJoiner text = new StringJoiner(", ")
			.add((durable.version() > 0) ? "version " + durable.version() : "nothing yet")
			.add("as " + durable.type() + "/" + durable.key() + " in " + durable.store());
		if (durable.committedAt() != null) {
			text.add("last " + TextStyle.rough(Duration.between(durable.committedAt(), this.now)) + " ago");
		}
		if (durable.uncommittedSeconds() != null) {
			text.add("a change waits for " + durable.uncommittedSeconds() + " s");
		}
		for (DurableDescriptor.ReminderDescriptor each : durable.reminders()) {
			text.add("reminder '" + each.name() + "' " + (each.due().isAfter(this.now)
					? "in " + TextStyle.rough(Duration.between(this.now, each.due())) : "due"));
		}
		return text.toString();
	}

	private static String mailbox(MailboxDescriptor mailbox) {
		String text = mailbox.size()
				+ ((mailbox.capacity() != null) ? " of " + mailbox.capacity() + " (" + mailbox.overflow() + ")" : "");
		String messages = mailbox.messages()
			.stream()
			.map((each) -> each.count() + " " + each.type())
			.collect(Collectors.joining(", "));
		return messages.isEmpty() ? text : text + ": " + messages;
	}

	private String place(PlaceDescriptor place) {
		StringJoiner text = new StringJoiner(", ").add(TextStyle.dashed(place.restart()))
			.add("shutdown " + place.shutdown())
			.add("incarnation " + place.incarnation());
		if (place.restartAt() != null) {
			text.add("restart in " + TextStyle.rough(Duration.between(this.now, place.restartAt())));
		}
		if (place.lastExit() != null) {
			text.add("last exit " + TextStyle.exit(place.lastExit(), this.now));
		}
		return text.toString();
	}

	private static String supervisor(SupervisorDescriptor supervisor) {
		String text = supervisor.path() + " (" + supervisor.id() + ")";
		return (supervisor.strategy() != null) ? text + ", " + TextStyle.dashed(supervisor.strategy()) + ", "
				+ supervisor.restartsInPeriod() + " of " + supervisor.maxRestarts() + " restarts used" : text;
	}

	private void bonds(TextTable table) {
		row(table, "links", this.process.links());
		row(table, "monitors", this.process.monitors());
		row(table, "monitored by", this.process.monitoredBy());
		if (this.process.timers() != null && this.process.timers() > 0) {
			table.row("timers", String.valueOf(this.process.timers()));
		}
	}

	private static void row(TextTable table, String name, @Nullable PeersDescriptor peers) {
		if (peers != null && peers.total() > 0) {
			int more = peers.total() - peers.some().size();
			table.row(name,
					peers.some()
						.stream()
						.map((peer) -> peer.path() + " (" + peer.id() + ")")
						.collect(Collectors.joining(", ")) + ((more > 0) ? " and " + more + " more" : ""));
		}
	}

	private static String stack(List<String> frames) {
		return frames.isEmpty() ? "It runs no code now\n"
				: frames.stream().map((frame) -> "  at " + frame + "\n").collect(Collectors.joining());
	}

}
