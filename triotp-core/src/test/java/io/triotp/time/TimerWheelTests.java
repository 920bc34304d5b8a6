package io.triotp.time;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.triotp.testing.Cases;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimerWheelTests {

	private static final long FIRST = 1_000_003;

	private final TimerWheel wheel = new TimerWheel(FIRST);

	private static final class Entry extends TimerWheel.Entry {

		private final int number;

		Entry(long tick, int number) {
			super(tick);
			this.number = number;
		}

		@Override
		public String toString() {
			return this.number + "@" + tick();
		}

	}

	private static List<TimerWheel.Entry> due(TimerWheel wheel, long now) {
		List<TimerWheel.Entry> due = new ArrayList<>();
		while (wheel.next() <= now) {
			TimerWheel.Entry next = wheel.poll(now);
			if (next != null) {
				due.add(next);
			}
		}
		assertThat(wheel.poll(now)).isNull();
		return due;
	}

	@Test
	void an_entry_is_due_in_its_tick_and_not_before_however_far_away() {
		for (long ahead = 1; ahead < 1L << 46; ahead = 3 * ahead + 1) {
			TimerWheel fresh = new TimerWheel(FIRST);
			Entry entry = new Entry(FIRST + ahead, 0);
			fresh.add(entry, FIRST);
			assertThat(due(fresh, FIRST + ahead - 1)).isEmpty();
			assertThat(fresh.next()).isEqualTo(FIRST + ahead);
			assertThat(due(fresh, FIRST + ahead)).containsExactly(entry);
			assertThat(fresh.next()).isEqualTo(TimerWheel.NEVER);
		}
	}

	@Test
	void whoever_sleeps_until_the_next_tick_wakes_a_few_times_for_an_entry_that_is_years_away() {
		Entry entry = new Entry(FIRST + (1L << 45), 0);
		this.wheel.add(entry, FIRST);
		int wakes = 0;
		TimerWheel.Entry come = null;
		while (come == null) {
			come = this.wheel.poll(this.wheel.next());
			wakes++;
		}
		assertThat(come).isEqualTo(entry);
		assertThat(wakes).isLessThanOrEqualTo(8);
	}

	@Test
	void one_whose_tick_is_over_is_due_at_once_and_after_those_that_already_were() {
		List<Entry> entries = List.of(new Entry(FIRST, 0), new Entry(0, 1), new Entry(FIRST - 1, 2));
		entries.forEach((each) -> this.wheel.add(each, FIRST));
		assertThat(this.wheel.next()).isEqualTo(FIRST);
		assertThat(due(this.wheel, FIRST)).isEqualTo(entries);
	}

	@Test
	void one_comes_though_others_are_due_at_once_again_and_again() {
		Entry entry = new Entry(FIRST + 1, 0);
		this.wheel.add(entry, FIRST);
		long now = FIRST + 1_000;
		List<TimerWheel.Entry> come = new ArrayList<>();
		for (int i = 1; i <= 10; i++) {
			this.wheel.add(new Entry(0, i), now);
			come.add(this.wheel.poll(now));
		}
		assertThat(come).contains(entry);
	}

	@Test
	void a_great_many_come_though_others_are_due_at_once_again_and_again() {
		int count = 10 * TimerWheel.MOVES;
		for (int i = 0; i < count; i++) {
			this.wheel.add(new Entry(FIRST + 1, i), FIRST);
		}
		long now = FIRST + 1_000;
		int come = 0;
		for (int i = 0; i < 2 * count; i++) {
			this.wheel.add(new Entry(0, count), now);
			come += (((Entry) this.wheel.poll(now)).number < count) ? 1 : 0;
		}
		assertThat(come).isGreaterThan(count / 2);
	}

	@Test
	void one_that_was_removed_is_not_due_and_leaves_nothing_to_wake_for() {
		Entry entry = new Entry(FIRST + 5, 0);
		assertThat(TimerWheel.remove(entry)).isFalse();
		this.wheel.add(entry, FIRST);
		assertThat(TimerWheel.remove(entry)).isTrue();
		assertThat(TimerWheel.remove(entry)).isFalse();
		assertThat(this.wheel.next()).isEqualTo(TimerWheel.NEVER);
		assertThat(due(this.wheel, FIRST + 5)).isEmpty();
	}

	@Test
	void one_that_is_due_can_still_be_removed_until_it_is_taken() {
		Entry first = new Entry(FIRST + 1, 0);
		Entry second = new Entry(FIRST + 1, 1);
		this.wheel.add(first, FIRST);
		this.wheel.add(second, FIRST);
		assertThat(this.wheel.poll(FIRST + 1)).isEqualTo(first);
		assertThat(TimerWheel.remove(first)).isFalse();
		assertThat(TimerWheel.remove(second)).isTrue();
		assertThat(this.wheel.poll(FIRST + 1)).isNull();
	}

	@Test
	void a_great_many_come_down_in_portions_and_none_of_them_late() {
		int count = 10 * TimerWheel.MOVES;
		long far = FIRST + (1L << 20);
		for (int i = 0; i < count; i++) {
			this.wheel.add(new Entry(far, i), FIRST);
		}
		int portions = 0;
		while (this.wheel.next() < far) {
			assertThat(this.wheel.poll(far - 1)).isNull();
			portions++;
		}
		assertThat(portions).isGreaterThanOrEqualTo(count / TimerWheel.MOVES);
		assertThat(due(this.wheel, far)).hasSize(count);
	}

	@Test
	void it_does_what_a_sorted_list_does() {
		Cases.forAll(TimerWheelTests::steps, TimerWheelTests::withoutOne, TimerWheelTests::difference);
	}

	private sealed interface Step {

	}

	private record Add(long ahead) implements Step {
	}

	private record Remove(int which) implements Step {
	}

	private record GoOn(long by) implements Step {
	}

	/** Near and far ones; looked at early and late. */
	private static List<Step> steps(SplittableRandom random) {
		return Stream.<Step>generate(() -> switch (random.nextInt(4)) {
			case 0, 1 -> new Add(random.nextLong(1L << random.nextInt(47)));
			case 2 -> new Remove(random.nextInt(10));
			default -> new GoOn(random.nextLong(1L << random.nextInt(45)));
		}).limit(random.nextInt(30)).toList();
	}

	private static Stream<List<Step>> withoutOne(List<Step> steps) {
		return IntStream.range(0, steps.size()).mapToObj((left) -> {
			List<Step> rest = new ArrayList<>(steps);
			rest.remove(left);
			return rest;
		});
	}

	private static Optional<String> difference(List<Step> steps) {
		TimerWheel tried = new TimerWheel(FIRST);
		List<Entry> known = new ArrayList<>();
		long now = FIRST;
		for (int i = 0; i < steps.size(); i++) {
			switch (steps.get(i)) {
				case Add(long ahead) -> {
					Entry entry = new Entry(now + ahead, i);
					tried.add(entry, now);
					known.add(entry);
				}
				case Remove(int which) -> {
					if (which < known.size() && !TimerWheel.remove(known.remove(which))) {
						return Optional.of("one to be removed is not there in step " + i);
					}
				}
				case GoOn(long by) -> {
					now += by;
					long present = now;
					List<Entry> expected = known.stream()
						.filter((each) -> each.tick() <= present)
						.sorted(Comparator.comparingLong(TimerWheel.Entry::tick))
						.toList();
					List<TimerWheel.Entry> come = due(tried, now);
					if (!come.equals(expected)) {
						return Optional.of(come + " instead of " + expected + " in step " + i);
					}
					known.removeAll(expected);
				}
			}
			long earliest = known.stream().mapToLong(TimerWheel.Entry::tick).min().orElse(TimerWheel.NEVER);
			if (tried.next() > Math.max(earliest, now) || (known.isEmpty() && tried.next() != TimerWheel.NEVER)) {
				return Optional.of("next is " + tried.next() + " for " + known + " in step " + i);
			}
		}
		return Optional.empty();
	}

}
