package io.triotp.history;

import java.util.ArrayDeque;
import java.util.List;

/**
 * Collects a {@link PlaceRecord}. Guarded by its user.
 */
final class PlaceLog {

	private final String path;

	private final ArrayDeque<HistoryEntry> last = new ArrayDeque<>(PlaceRecord.KEPT);

	private long crashes;

	private long restarts;

	PlaceLog(String path) {
		this.path = path;
	}

	PlaceLog add(HistoryEntry entry) {
		switch (entry.type()) {
			case PROCESS_CRASHED -> this.crashes++;
			case PROCESS_RESTARTED -> this.restarts++;
			default -> {
			}
		}
		if (this.last.size() == PlaceRecord.KEPT) {
			this.last.removeLast();
		}
		this.last.addFirst(entry);
		return this;
	}

	PlaceRecord record() {
		return new PlaceRecord(this.path, this.crashes, this.restarts, List.copyOf(this.last));
	}

}
