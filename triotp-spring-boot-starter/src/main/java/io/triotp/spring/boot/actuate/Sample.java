package io.triotp.spring.boot.actuate;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.triotp.spring.boot.view.NodeReader;
import io.triotp.spring.boot.view.Wanted;

/**
 * How things are at a moment: each is looked at once, and only if somebody asks.
 */
final class Sample {

	private final NodeReader reader;

	private final Map<StreamTopic.State, Optional<Snapshot>> taken = new HashMap<>();

	Sample(NodeReader reader) {
		this.reader = reader;
	}

	Optional<Snapshot> of(StreamTopic.State topic) {
		return this.taken.computeIfAbsent(topic, this::take);
	}

	private Optional<Snapshot> take(StreamTopic.State topic) {
		return switch (topic) {
			case StreamTopic.Summary summary -> Optional.of(Json.snapshot(this.reader.summary()));
			case StreamTopic.Tree tree -> this.reader.tree(tree.request()).map(Json::snapshot);
			case StreamTopic.Process process -> this.reader.process(process.id(), Wanted.NOTHING).map(Json::snapshot);
		};
	}

}
