package io.triotp.spring.boot.actuate;

import java.time.Duration;
import java.util.List;

import io.triotp.spring.boot.actuate.StreamFrame.Resync;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What waits for a client that does not keep up.
 */
class OutboxTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private static final Duration SILENCE = Duration.ofSeconds(15);

	private static StreamFrame event(long number) {
		return StreamFrame.events(List.of(), number);
	}

	private static StreamFrame summary(String content) {
		return StreamFrame.state(new StreamTopic.Summary(), new Snapshot(content, content));
	}

	private static Outbox full(Outbox box) {
		Outbox full = box;
		for (long i = 1; full.waiting().size() < Outbox.CAPACITY; i++) {
			full = full.add(event(i), 0);
		}
		return full;
	}

	@Test
	void framesAreTakenInTheirOrder() {
		Outbox box = Outbox.empty(0).add(event(1), 0).add(event(2), 0);
		assertThat(box.waiting()).containsExactly(event(1), event(2));
		assertThat(box.taken(0).waiting()).containsExactly(event(2));
		assertThat(box.taken(0).taken(0).waiting()).isEmpty();
	}

	@Test
	void aLaterPictureTakesThePlaceOfAnEarlierOne() {
		Outbox box = Outbox.empty(0).add(summary("{}"), 0).add(event(1), 0).add(summary("{\"a\":1}"), 0);
		assertThat(box.waiting()).containsExactly(summary("{\"a\":1}"), event(1));
	}

	@Test
	void aFullOneHasOneFrameInPlaceOfAllEventsThatNamesTheNewest() {
		Outbox box = full(Outbox.empty(0).add(summary("{}"), 0)).add(event(99), 0);
		StreamFrame resync = StreamFrame.resync(new StreamTopic.Events(), Resync.SLOW, 99L);
		assertThat(resync.data()).isEqualTo("{\"topic\":\"events\",\"reason\":\"SLOW\"}");
		assertThat(box.waiting()).containsExactly(summary("{}"), resync);
		assertThat(box.add(event(100), 0).waiting()).containsExactly(summary("{}"), resync, event(100));
	}

	@Test
	void aFullOneHasRoomForAPicture() {
		Outbox box = full(Outbox.empty(0));
		assertThat(box.add(summary("{}"), 0).waiting())
			.containsExactly(StreamFrame.resync(new StreamTopic.Events(), Resync.SLOW, 64L), summary("{}"));
	}

	@Test
	void thatSomethingHasGoneIsNotForgottenWithTheEvents() {
		StreamFrame gone = StreamFrame.resync(new StreamTopic.Process("p1"), Resync.GONE, null);
		assertThat(full(Outbox.empty(0).add(gone, 0)).add(event(99), 0).waiting()).contains(gone).hasSize(2);
	}

	@Test
	void itNeverHoldsMore() {
		Outbox box = Outbox.empty(0);
		for (long i = 0; i < 1_000; i++) {
			box = box.add(event(i), 0);
			assertThat(box.waiting()).hasSizeLessThanOrEqualTo(Outbox.CAPACITY);
		}
	}

	@Test
	void aSignOfLifeIsGivenAfterSilenceOnly() {
		Outbox box = Outbox.empty(0).add(event(1), 10 * SECOND).taken(10 * SECOND);
		assertThat(box.beat(SILENCE, 25 * SECOND - 1)).isSameAs(box);
		Outbox beaten = box.beat(SILENCE, 25 * SECOND);
		assertThat(beaten.waiting()).containsExactly(StreamFrame.HEARTBEAT);
		assertThat(beaten.beat(SILENCE, 30 * SECOND)).isSameAs(beaten);
		assertThat(beaten.beat(SILENCE, 40 * SECOND).waiting()).containsExactly(StreamFrame.HEARTBEAT);
	}

	@Test
	void aClientThatTakesNothingForAMinuteWhileSomethingWaitsIsStuck() {
		Outbox box = Outbox.empty(0).add(event(1), 100 * SECOND).add(event(2), 120 * SECOND);
		assertThat(box.isStuck(160 * SECOND - 1)).isFalse();
		assertThat(box.isStuck(160 * SECOND)).isTrue();
		assertThat(box.taken(150 * SECOND).isStuck(160 * SECOND)).isFalse();
		assertThat(box.taken(150 * SECOND).taken(150 * SECOND).isStuck(1_000 * SECOND)).isFalse();
	}

}
