package io.triotp.spring.boot.view;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.triotp.node.Node;
import io.triotp.process.ProcessInfo;
import io.triotp.spring.boot.view.ProcessSort.Row;
import io.triotp.spring.boot.view.ThreadsDescriptor.RunningDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Looks where the code of processes is.
 */
final class ThreadsReader {

	private final Node node;

	ThreadsReader(Node node) {
		this.node = node;
	}

	/**
	 * {@return where the code of those that run is}
	 * @param limit how many at most
	 * @param path the place they must be in or below, {@code null} for all
	 */
	ThreadsDescriptor read(int limit, @Nullable String path) {
		Comparator<Row> order = ProcessSort.WORKING.comparator(true);
		Stream<Row> running = this.node.view()
			.processes()
			.filter((process) -> this.node.host().runner(process.pid()).isPresent())
			.filter((process) -> path == null || process.path().equals(path) || process.path().startsWith(path + "/"))
			.map((process) -> ProcessSort.WORKING.row(process, this.node.history()));
		Top<Row> top = Top.of(running, limit, order);
		List<RunningDescriptor> shown = new ArrayList<>();
		top.first().forEach((row) -> describe(row.process()).ifPresent(shown::add));
		return new ThreadsDescriptor(this.node.host().time().instant().truncatedTo(ChronoUnit.MILLIS), top.total(),
				shown.size(), top.total() > top.first().size(), shown);
	}

	/** It may have come to its end meanwhile. */
	private Optional<RunningDescriptor> describe(@Nullable ProcessInfo process) {
		return Optional.ofNullable(process)
			.flatMap((info) -> this.node.host()
				.runner(info.pid())
				.map((thread) -> new RunningDescriptor(NodeId.of(info.pid()), info.path(), info.behaviour().getName(),
						info.state(), info.current().map((message) -> message.getClass().getName()).orElse(null),
						info.working().map(TextStyle::seconds).orElse(null), ProcessReader.describe(thread),
						ProcessReader.stack(thread))));
	}

}
