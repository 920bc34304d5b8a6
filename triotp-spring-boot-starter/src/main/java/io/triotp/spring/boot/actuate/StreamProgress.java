package io.triotp.spring.boot.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.triotp.history.HistoryEntry;
import io.triotp.spring.boot.actuate.StreamFrame.HelloDescriptor;
import io.triotp.spring.boot.actuate.StreamFrame.Resync;
import io.triotp.spring.boot.view.EventsDescriptor.EventDescriptor;
import io.triotp.spring.boot.view.EventsFeed;
import io.triotp.spring.boot.view.EventsRequest;

/**
 * How far one client has been told. A value: what is new comes in with the time, what to
 * send comes out.
 *
 * @param request what the client wants
 * @param newest the number of the newest event
 * @param known the numbers of the events that had happened when the stream began, as long
 * as they may still arrive
 * @param shown how the client was told that something is, empty if it is gone
 * @param begunAt when the stream began, in nanoseconds
 * @param lookedAt when the client was last told how something is, in nanoseconds
 */
record StreamProgress(StreamRequest request, long newest, Set<Long> known, Map<StreamTopic.State, String> shown,
		long begunAt, long lookedAt) {

	/** How often somebody looks whether there is something new. */
	static final Duration TICK = StreamRequest.MIN_INTERVAL;

	/** What has happened is told of much sooner than that. */
	private static final Duration ARRIVAL = Duration.ofSeconds(10);

	private static final String GONE = "";

	/**
	 * Begins a stream.
	 * @param stream its name
	 * @param request what the client wants
	 * @param past what has happened before
	 * @param now the time, in nanoseconds
	 */
	static Step begin(String stream, StreamRequest request, Past past, long now) {
		List<StreamFrame> frames = new ArrayList<>();
		frames.add(StreamFrame.hello(new HelloDescriptor(stream, request.interval(),
				request.topics().stream().map(StreamTopic::name).toList(), past.newest(), past.startedAt())));
		Long last = request.lastEventId();
		if (last != null && request.wantsEvents()) {
			frames.addAll(missed(request.events(), past, last));
		}
		return new Step(new StreamProgress(request, past.newest(), past.numbers(), Map.of(), now,
				now - request.interval().toNanos()), frames);
	}

	private static List<StreamFrame> missed(EventsRequest wanted, Past past, long last) {
		if (last > past.newest()) {
			return List.of(resync(Resync.UNKNOWN, past.newest()));
		}
		if (past.dropped() > 0 && last < past.oldest()) {
			return List.of(resync(Resync.FORGOTTEN, past.newest()));
		}
		return tell(past.entries().stream().filter((each) -> each.sequence() > last && wanted.wants(each)).toList(),
				past.newest());
	}

	private static List<StreamFrame> tell(List<HistoryEntry> entries, long newest) {
		if (entries.size() > EventsRequest.MAX_LIMIT) {
			return List.of(resync(Resync.TOO_MANY, newest));
		}
		return entries.isEmpty() ? List.of()
				: List.of(StreamFrame.events(entries.stream()
					.sorted(Comparator.comparingLong(HistoryEntry::sequence))
					.map(EventDescriptor::of)
					.toList(), newest));
	}

	private static StreamFrame resync(Resync reason, long newest) {
		return StreamFrame.resync(new StreamTopic.Events(), reason, newest);
	}

	/**
	 * Tells what has happened.
	 * @param arrived what has, since this was called last
	 * @param now the time, in nanoseconds
	 */
	Step happened(EventsFeed.Arrivals arrived, long now) {
		if (!this.request.wantsEvents()) {
			return new Step(this, List.of());
		}
		long last = arrived.entries().stream().mapToLong(HistoryEntry::sequence).max().orElse(0);
		StreamProgress after = new StreamProgress(this.request, Math.max(this.newest, last),
				(now - this.begunAt > ARRIVAL.toNanos()) ? Set.of() : this.known, this.shown, this.begunAt,
				this.lookedAt);
		return new Step(after,
				arrived.complete() ? tell(arrived.entries()
					.stream()
					.filter((each) -> !this.known.contains(each.sequence()) && this.request.events().wants(each))
					.toList(), after.newest()) : List.of(resync(Resync.TOO_MANY, after.newest())));
	}

	/**
	 * {@return whether it is time to tell how things are} That is at multiples of the
	 * interval, whenever a client has come, so that one look at a large node does for
	 * all. Half a tick too early is on time.
	 * @param now the time, in nanoseconds
	 */
	boolean isDue(long now) {
		long interval = this.request.interval().toNanos();
		long tolerance = TICK.dividedBy(2).toNanos();
		long next = (Math.floorDiv(this.lookedAt + tolerance, interval) + 1) * interval;
		return now - next >= -tolerance;
	}

	/**
	 * Tells how things are, where that has changed.
	 * @param look how something is, empty if it is not there
	 * @param now the time, in nanoseconds
	 */
	Step look(Function<StreamTopic.State, Optional<Snapshot>> look, long now) {
		Map<StreamTopic.State, String> seen = new HashMap<>(this.shown);
		List<StreamFrame> frames = new ArrayList<>();
		for (StreamTopic.State topic : this.request.states()) {
			String before = this.shown.get(topic);
			if (GONE.equals(before)) {
				continue;
			}
			Optional<Snapshot> is = look.apply(topic);
			String content = is.map(Snapshot::content).orElse(GONE);
			if (!content.equals(before)) {
				seen.put(topic, content);
				frames.add(is.map((snapshot) -> StreamFrame.state(topic, snapshot))
					.orElseGet(() -> StreamFrame.resync(topic, Resync.GONE, null)));
			}
		}
		return new Step(new StreamProgress(this.request, this.newest, this.known, Map.copyOf(seen), this.begunAt, now),
				frames);
	}

	/**
	 * What comes next.
	 *
	 * @param after how far the client has been told then
	 * @param frames what it is sent for that
	 */
	record Step(StreamProgress after, List<StreamFrame> frames) {
	}

	/**
	 * What is remembered when a stream begins.
	 *
	 * @param entries what has happened, in any order
	 * @param dropped how much of it has been forgotten
	 * @param startedAt when the node was started
	 */
	record Past(List<HistoryEntry> entries, long dropped, Instant startedAt) {

		long newest() {
			return this.entries.stream().mapToLong(HistoryEntry::sequence).max().orElse(0);
		}

		long oldest() {
			return this.entries.stream().mapToLong(HistoryEntry::sequence).min().orElse(0);
		}

		Set<Long> numbers() {
			return this.entries.stream().map(HistoryEntry::sequence).collect(Collectors.toUnmodifiableSet());
		}

	}

}
