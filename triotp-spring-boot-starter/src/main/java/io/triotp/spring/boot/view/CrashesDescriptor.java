package io.triotp.spring.boot.view;

import java.time.Instant;
import java.util.List;

import io.triotp.history.Cause;
import io.triotp.spring.boot.view.EventsDescriptor.EventDescriptor;
import io.triotp.spring.boot.view.EventsDescriptor.ExceptionDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * What processes have crashed with, by kind: the same exception, thrown in the same place
 * of the code. What has no value is left out.
 *
 * @param generatedAt when it was looked at
 * @param kinds the kinds of crashes, most frequent first
 * @param last the last crashes, newest first
 */
public record CrashesDescriptor(Instant generatedAt, List<CrashDescriptor> kinds,
		List<EventDescriptor> last) implements View {

	@Override
	public String toText() {
		if (this.kinds.isEmpty()) {
			return "Nothing has crashed\n";
		}
		TextTable table = new TextTable().row("COUNT", "FIRST", "LAST", "LAST PATH", "KIND");
		this.kinds.forEach((kind) -> table.row(String.valueOf(kind.count()), kind.first().toString(),
				kind.last().toString(), kind.lastPath(), kind.kind()));
		return table.toString();
	}

	/**
	 * Crashes of one kind.
	 *
	 * @param kind what they share
	 * @param count how many there were
	 * @param first when the first was
	 * @param last when the last was
	 * @param lastPath where the last was
	 * @param reason what kind of end the last was
	 * @param exception what was thrown the last time
	 */
	public record CrashDescriptor(String kind, long count, Instant first, Instant last, String lastPath,
			Cause.Reason reason, @Nullable ExceptionDescriptor exception) {
	}

}
