package io.triotp.spring.boot.view;

import java.time.Instant;
import java.util.List;

import io.triotp.process.ProcessInfo;
import io.triotp.spring.boot.view.TreeDescriptor.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Processes of a node. What has no value is left out.
 *
 * @param generatedAt when it was looked at; the processes go on while they are read
 * @param total how many processes there are
 * @param matched how many of them were asked for
 * @param returned how many are shown
 * @param truncated whether there are more
 * @param nextCursor asks for the next page
 * @param partial whether there was no time to look at all of them
 * @param processes the processes
 */
public record ProcessesDescriptor(Instant generatedAt, long total, long matched, int returned, boolean truncated,
		@Nullable String nextCursor, @Nullable Boolean partial, List<ProcessRow> processes) implements View {

	@Override
	public String toText() {
		return ProcessesText.of(this);
	}

	/**
	 * A process.
	 *
	 * @param id the process
	 * @param path its place in the tree, or its class if it has no label
	 * @param kind what it is
	 * @param behavior the class of its code, unless it is a supervisor
	 * @param state what it is doing
	 * @param mailbox how many messages wait
	 * @param handled how many messages it has handled
	 * @param message the class of the message it works on
	 * @param workingSeconds how long it has been working on that
	 * @param restarts how often a child in its place was started again, as far as that is
	 * remembered
	 * @param startedAt when it was started
	 */
	public record ProcessRow(String id, String path, Kind kind, @Nullable String behavior, ProcessInfo.State state,
			int mailbox, long handled, @Nullable String message, @Nullable Double workingSeconds,
			@Nullable Long restarts, Instant startedAt) {
	}

}
