package io.triotp.history;

import java.time.Instant;
import java.util.Objects;

/**
 * Crashes of one kind: the same class of exception, thrown in the same place of the code.
 *
 * @param kind what they share, as {@link Cause#kind()}
 * @param count how many there were
 * @param first when the first was
 * @param last when the last was
 * @param path the place in the tree of the last
 * @param cause the cause of the last
 */
public record CrashGroup(String kind, long count, Instant first, Instant last, String path, Cause cause) {

	public CrashGroup {
		Objects.requireNonNull(kind, "kind");
		Objects.requireNonNull(first, "first");
		Objects.requireNonNull(last, "last");
		Objects.requireNonNull(path, "path");
		Objects.requireNonNull(cause, "cause");
	}

	static CrashGroup of(HistoryEntry crash, Cause cause) {
		return new CrashGroup(cause.kind(), 1, crash.at(), crash.at(), crash.path(), cause);
	}

	CrashGroup and(HistoryEntry crash, Cause latest) {
		return new CrashGroup(this.kind, this.count + 1, this.first, crash.at(), crash.path(), latest);
	}

}
