package io.triotp.spring.boot.view;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.triotp.history.PlaceRecord;
import io.triotp.node.Node;
import io.triotp.process.ProcessInfo;
import io.triotp.spring.boot.view.ProcessSort.Row;
import io.triotp.spring.boot.view.ProcessesDescriptor.ProcessRow;
import io.triotp.spring.boot.view.TreeDescriptor.Kind;

/**
 * Lists processes: one pass over all of them, which keeps those that are shown.
 */
final class ProcessesReader {

	private static final Duration TIME_LIMIT = Duration.ofMillis(150);

	private final Node node;

	ProcessesReader(Node node) {
		this.node = node;
	}

	/**
	 * {@return the processes that were asked for, or nothing if the cursor is none of
	 * this list}
	 */
	Optional<ProcessesDescriptor> read(ProcessesRequest request) {
		if (request.cursor() == null) {
			return Optional.of(read(request, Optional.empty()));
		}
		try {
			return Cursor.parse(request.cursor())
				.map(request.sort()::row)
				.map((after) -> read(request, Optional.of(after)));
		}
		catch (NumberFormatException ex) {
			// It belongs to another order.
			return Optional.empty();
		}
	}

	private ProcessesDescriptor read(ProcessesRequest request, Optional<Row> after) {
		var order = request.sort().comparator(request.descending());
		long[] matched = { 0 };
		long[] total = { 0 };
		TimeLimit limit = new TimeLimit(this.node.host().time(), TIME_LIMIT);
		Stream<Row> rows = limit.of(this.node.view().processes())
			.peek((process) -> total[0]++)
			.filter(request.filter()::wants)
			.peek((process) -> matched[0]++)
			.map((process) -> request.sort().row(process, this.node.history()))
			.filter((row) -> after.isEmpty() || order.compare(row, after.get()) > 0);
		Top<Row> top = Top.of(rows, request.limit(), order);
		List<ProcessRow> shown = top.first()
			.stream()
			.map((row) -> describe(Objects.requireNonNull(row.process(), "process")))
			.toList();
		boolean truncated = top.total() > shown.size() || limit.wasLate();
		return new ProcessesDescriptor(this.node.host().time().instant().truncatedTo(ChronoUnit.MILLIS), total[0],
				matched[0], shown.size(), truncated,
				(top.total() > shown.size()) ? request.sort().cursor(top.first().getLast()).toString() : null,
				limit.wasLate() ? true : null, shown);
	}

	private ProcessRow describe(ProcessInfo process) {
		Kind kind = ProcessesRequest.kindOf(process);
		String path = process.path();
		return new ProcessRow(NodeId.of(process.pid()), path, kind,
				(kind == Kind.WORKER) ? process.behaviour().getName() : null, process.state(), process.mailboxSize(),
				process.handled(), process.current().map((message) -> message.getClass().getName()).orElse(null),
				process.working().map(TextStyle::seconds).orElse(null),
				this.node.history()
					.place(path)
					.map(PlaceRecord::restarts)
					.filter((restarts) -> restarts > 0)
					.orElse(null),
				Instant.ofEpochMilli(process.startedAt()));
	}

}
