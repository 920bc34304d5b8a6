package io.triotp.spring.boot.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import io.triotp.history.HistoryEntry;
import io.triotp.spring.boot.actuate.StreamProgress.Past;
import io.triotp.spring.boot.actuate.StreamProgress.Step;
import io.triotp.spring.boot.view.EventsFeed;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client is told, and when.
 */
class StreamProgressTests {

	private static final long MILLI = Duration.ofMillis(1).toNanos();

	private static final StreamTopic.State SUMMARY = new StreamTopic.Summary();

	private static HistoryEntry entry(long number, HistoryEntry.Type type, String path) {
		return new HistoryEntry(number, Instant.EPOCH, type, path, 0, 0, Optional.empty(), Optional.empty(), "");
	}

	private static List<HistoryEntry> entries(long first, long last) {
		return LongStream.rangeClosed(first, last)
			.mapToObj((number) -> entry(number, HistoryEntry.Type.WEDGED, "shop/till"))
			.toList();
	}

	private static StreamRequest request(String... parameters) {
		Parameters written = new Parameters();
		for (int i = 0; i < parameters.length; i += 2) {
			written.with(parameters[i], parameters[i + 1]);
		}
		return StreamRequest.of(written);
	}

	private static Step begin(StreamRequest request, List<HistoryEntry> past, long dropped) {
		return StreamProgress.begin("s1", request, new Past(past, dropped, Instant.EPOCH), 0);
	}

	private static EventsFeed.Arrivals arrived(HistoryEntry... entries) {
		return new EventsFeed.Arrivals(List.of(entries), true);
	}

	private static List<String> told(Step step) {
		List<String> told = new ArrayList<>();
		for (StreamFrame frame : step.frames()) {
			told.add(frame.event() + " " + frame.id() + " "
					+ frame.data()
						.replaceAll(".*\"reason\":\"(\\w+)\".*", "$1")
						.replaceAll("\\{\"seq\":(\\d+)[^}]*}", "$1"));
		}
		return told;
	}

	@Test
	void aNewClientIsToldNothingOfThePast() {
		Step step = begin(request(), entries(1, 9), 0);
		assertThat(step.frames()).singleElement()
			.extracting(StreamFrame::data)
			.isEqualTo("{\"stream\":\"s1\",\"interval\":\"PT1S\",\"topics\":[\"summary\",\"events\"],"
					+ "\"newestSeq\":9,\"startedAt\":\"1970-01-01T00:00:00Z\"}");
	}

	@Test
	void whoComesBackIsToldWhatIsAfterThatInOrder() {
		List<HistoryEntry> past = new ArrayList<>(entries(1, 4));
		past.addFirst(entry(5, HistoryEntry.Type.WEDGED, "shop/till"));
		assertThat(told(begin(request("lastEventId", "2"), past, 0)).subList(1, 2)).containsExactly("events 5 [3,4,5]");
		assertThat(told(begin(request("lastEventId", "5"), past, 0))).hasSize(1);
	}

	@Test
	void whatWasToldWhenItBeganIsNotToldAgainWhenItArrives() {
		StreamProgress begun = begin(request("lastEventId", "2"), entries(1, 4), 0).after();
		assertThat(told(begun.happened(arrived(entries(3, 6).toArray(HistoryEntry[]::new)), 0)))
			.containsExactly("events 6 [5,6]");
	}

	@Test
	void theNumberOfWhatIsToldNeverGoesBack() {
		StreamProgress begun = begin(request(), entries(1, 4), 0).after();
		Step later = begun.happened(arrived(entries(7, 7).getFirst()), 0);
		assertThat(told(later)).containsExactly("events 7 [7]");
		assertThat(told(later.after().happened(arrived(entries(6, 6).getFirst()), 0))).containsExactly("events 7 [6]");
	}

	@Test
	void whoHasMissedMoreThanIsKnownMustAskAgain() {
		assertThat(told(begin(request("lastEventId", "4"), entries(5, 9), 4)).getLast())
			.isEqualTo("resync 9 FORGOTTEN");
		assertThat(told(begin(request("lastEventId", "5"), entries(5, 9), 4)).getLast())
			.isEqualTo("events 9 [6,7,8,9]");
		assertThat(told(begin(request("lastEventId", "4"), entries(5, 9), 0)).getLast())
			.isEqualTo("events 9 [5,6,7,8,9]");
		assertThat(told(begin(request("lastEventId", "10"), entries(5, 9), 0)).getLast()).isEqualTo("resync 9 UNKNOWN");
		assertThat(told(begin(request("lastEventId", "0"), entries(1, 501), 0)).getLast())
			.isEqualTo("resync 501 TOO_MANY");
	}

	@Test
	void whoDoesNotWantEventsIsToldOfNone() {
		Step begun = begin(request("lastEventId", "1", "topics", "summary"), entries(1, 4), 0);
		assertThat(begun.frames()).hasSize(1);
		assertThat(begun.after().happened(arrived(entries(5, 5).getFirst()), 0).frames()).isEmpty();
	}

	@Test
	void onlyWhatIsAskedForIsToldButTheNumberIsThatOfTheNewest() {
		StreamProgress begun = begin(request("severity", "error", "path", "shop"), List.of(), 0).after();
		assertThat(told(begun.happened(arrived(entry(1, HistoryEntry.Type.SUPERVISOR_GAVE_UP, "shop/a"),
				entry(2, HistoryEntry.Type.WEDGED, "shop/a"),
				entry(3, HistoryEntry.Type.SUPERVISOR_GAVE_UP, "shopping")), 0)))
			.containsExactly("events 3 [1]");
		assertThat(begun.happened(arrived(entry(4, HistoryEntry.Type.WEDGED, "shop/a")), 0).frames()).isEmpty();
	}

	@Test
	void tooMuchAtOnceIsNotTold() {
		StreamProgress begun = begin(request(), List.of(), 0).after();
		assertThat(told(begun.happened(new EventsFeed.Arrivals(entries(1, 501), true), 0)))
			.containsExactly("resync 501 TOO_MANY");
		assertThat(told(begun.happened(new EventsFeed.Arrivals(entries(1, 3), false), 0)))
			.containsExactly("resync 3 TOO_MANY");
	}

	@Test
	void howThingsAreIsToldOnceAnInterval() {
		StreamProgress begun = begin(request("interval", "1s"), List.of(), 0).after();
		assertThat(begun.isDue(0)).isTrue();
		StreamProgress looked = begun.look((topic) -> Optional.of(new Snapshot("{}", "{}")), 0).after();
		assertThat(looked.isDue(750 * MILLI)).isFalse();
		// The next look would be too late.
		assertThat(looked.isDue(999 * MILLI)).isTrue();
	}

	@Test
	void whoeverIsToldAsOftenIsToldAtTheSameTimeSoThatOneLookDoesForAll() {
		StreamProgress one = looked(begin(request("interval", "5s"), List.of(), 300 * MILLI).after(), 300 * MILLI);
		StreamProgress other = looked(begin(request("interval", "5s"), List.of(), 3_700 * MILLI).after(),
				3_700 * MILLI);
		int times = 0;
		for (long now = 3_750 * MILLI; now <= 30_000 * MILLI; now += 250 * MILLI) {
			assertThat(one.isDue(now)).as("at %d ms", now / MILLI).isEqualTo(other.isDue(now));
			if (one.isDue(now)) {
				one = looked(one, now);
				other = looked(other, now);
				times++;
			}
		}
		assertThat(times).isEqualTo(6);
	}

	private static StreamProgress looked(StreamProgress progress, long now) {
		return progress.look((topic) -> Optional.of(new Snapshot("{}", "{}")), now).after();
	}

	@Test
	void onlyWhatHasChangedIsTold() {
		StreamProgress begun = begin(request(), List.of(), 0).after();
		Step first = begun.look((topic) -> Optional.of(new Snapshot("{\"at\":1}", "a")), 0);
		assertThat(first.frames()).containsExactly(StreamFrame.state(SUMMARY, new Snapshot("{\"at\":1}", "a")));
		Step same = first.after().look((topic) -> Optional.of(new Snapshot("{\"at\":2}", "a")), 0);
		assertThat(same.frames()).isEmpty();
		Step changed = same.after().look((topic) -> Optional.of(new Snapshot("{\"at\":3}", "b")), 0);
		assertThat(changed.frames()).containsExactly(StreamFrame.state(SUMMARY, new Snapshot("{\"at\":3}", "b")));
	}

	@Test
	void whatHasGoneIsToldOnceAndNotLookedAtAgain() {
		StreamProgress begun = begin(request("topics", "process:p7"), List.of(), 0).after();
		Step gone = begun.look((topic) -> Optional.empty(), 0);
		assertThat(told(gone)).containsExactly("resync null GONE");
		assertThat(gone.after().look((topic) -> {
			throw new AssertionError("looked again");
		}, 0).frames()).isEmpty();
	}

}
