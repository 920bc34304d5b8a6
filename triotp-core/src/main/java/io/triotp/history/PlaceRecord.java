package io.triotp.history;

import java.util.List;
import java.util.Objects;

/**
 * What has happened in one place of a tree. It outlives the processes of the place.
 *
 * @param path the path of the place
 * @param crashes how often its process ended abnormally
 * @param restarts how often it was started again
 * @param last the last entries, newest first, at most {@value #KEPT}
 */
public record PlaceRecord(String path, long crashes, long restarts, List<HistoryEntry> last) {

	static final int KEPT = 10;

	public PlaceRecord {
		Objects.requireNonNull(path, "path");
		last = List.copyOf(last);
	}

}
