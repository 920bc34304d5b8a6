package io.triotp.spring.boot.view;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.triotp.history.CrashGroup;
import io.triotp.history.LostMessages;
import io.triotp.node.Node;
import io.triotp.spring.boot.view.CrashesDescriptor.CrashDescriptor;

/**
 * Reads what has gone wrong in a node, put together by kind.
 */
final class TroubleReader {

	/** The last crashes that are shown besides their kinds. */
	private static final int LAST = 20;

	private final Node node;

	TroubleReader(Node node) {
		this.node = node;
	}

	CrashesDescriptor crashes() {
		List<CrashDescriptor> kinds = this.node.history().crashGroups().stream().map(TroubleReader::describe).toList();
		return new CrashesDescriptor(now(), kinds,
				this.node.history().crashes(LAST).stream().map(EventsReader::describe).toList());
	}

	private static CrashDescriptor describe(CrashGroup group) {
		return new CrashDescriptor(group.kind(), group.count(), inMillis(group.first()), inMillis(group.last()),
				group.path(), group.cause().reason(), EventsReader.exception(group.cause()));
	}

	LostDescriptor lost() {
		return new LostDescriptor(now(),
				this.node.history().lostMessages().stream().map(TroubleReader::describe).toList());
	}

	private static LostDescriptor.MessagesDescriptor describe(LostMessages lost) {
		return new LostDescriptor.MessagesDescriptor(lost.path(), lost.message(), lost.reason(), lost.count(),
				inMillis(lost.first()), inMillis(lost.last()));
	}

	private Instant now() {
		return inMillis(this.node.host().time().instant());
	}

	private static Instant inMillis(Instant at) {
		return at.truncatedTo(ChronoUnit.MILLIS);
	}

}
