package io.triotp.spring.boot.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.triotp.history.HistoryEntry;
import io.triotp.spring.boot.view.EventsDescriptor.EventDescriptor;
import io.triotp.spring.boot.view.LostDescriptor.MessagesDescriptor;
import io.triotp.spring.boot.view.ProcessesDescriptor.ProcessRow;
import io.triotp.spring.boot.view.ThreadsDescriptor.RunningDescriptor;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * What was known when something broke: a supervisor gave up, an application failed or a
 * handler got stuck. Written down at once, because it is gone when somebody comes to
 * look. What has no value is left out.
 *
 * @param id its name
 * @param at when it happened
 * @param capturedAt when this was written down
 * @param type what happened
 * @param path where
 * @param application the application it belongs to
 * @param event what happened, with its cause
 * @param events what happened there before, newest first
 * @param tree the tree of the application as it was
 * @param fullest the processes of the application with the fullest mailboxes
 * @param threads where the code of the application was
 * @param lost its messages that were never handled
 * @param configuration what the application declares
 */
public record IncidentDescriptor(String id, Instant at, Instant capturedAt, HistoryEntry.Type type, String path,
		String application, EventDescriptor event, List<EventDescriptor> events, @Nullable TreeDescriptor tree,
		List<ProcessRow> fullest, List<RunningDescriptor> threads, List<MessagesDescriptor> lost,
		List<DeclaredDescriptor> configuration) implements View {

	@Override
	public String toText() {
		return IncidentText.of(this);
	}

	/**
	 * {@return the same with another name}
	 * @param name the name
	 */
	public IncidentDescriptor named(String name) {
		return new IncidentDescriptor(name, this.at, this.capturedAt, this.type, this.path, this.application,
				this.event, this.events, this.tree, this.fullest, this.threads, this.lost, this.configuration);
	}

	/**
	 * A child as it is declared.
	 *
	 * @param path its place
	 * @param behavior the class of its code, unless it is a supervisor
	 * @param restart its restart rule
	 * @param shutdown how it is stopped
	 * @param strategy who is restarted with whom, if it is a supervisor with an order
	 * @param maxRestarts how many restarts it allows, if it is a supervisor
	 * @param period in which time
	 */
	public record DeclaredDescriptor(String path, @Nullable String behavior, Restart restart, String shutdown,
			@Nullable Strategy strategy, @Nullable Integer maxRestarts, @Nullable Duration period) {
	}

}
