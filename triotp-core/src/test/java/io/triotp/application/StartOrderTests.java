package io.triotp.application;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StartOrderTests {

	private record Thing(String name, List<String> needs) {

		/** Reads {@code c:a b}: c needs a and b. */
		static Thing of(String text) {
			String[] parts = text.split(":");
			return new Thing(parts[0], (parts.length > 1) ? List.of(parts[1].split(" ")) : List.of());
		}

	}

	private static String order(String things) {
		List<Thing> all = Arrays.stream(things.split(", ")).map(Thing::of).toList();
		return String.join(" ", StartOrder.of(all, Thing::name, Thing::needs).stream().map(Thing::name).toList());
	}

	@ParameterizedTest(name = "{0} gives {1}")
	@CsvSource(delimiter = '|', textBlock = """
			a, b, c              | a b c
			a:c, b, c            | c a b
			a, b:a, c:b          | a b c
			c:b, b:a, a          | a b c
			d:b c, b:a, c:a, a   | a b c d
			a:a1 a2, b, a2, a1   | a1 a2 a b
			a:elsewhere, b       | a b
			""")
	void dependencies_come_first_and_otherwise_the_order_is_kept(String things, String expected) {
		assertThat(order(things)).isEqualTo(expected);
	}

	@Test
	void nothing_has_an_order_too() {
		assertThat(StartOrder.of(List.<Thing>of(), Thing::name, Thing::needs)).isEmpty();
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			a:a                  | a -> a
			a:b, b:a             | a -> b -> a
			x:a, a:b, b:c, c:a   | a -> b -> c -> a
			ok, a:ok b, b:ok a   | a -> b -> a
			""")
	void a_cycle_is_refused_with_its_path(String things, String cycle) {
		assertThatExceptionOfType(DependencyCycleException.class).isThrownBy(() -> order(things))
			.withMessage("Applications depend on each other: " + cycle)
			.matches((ex) -> String.join(" -> ", ex.cycle()).equals(cycle));
	}

	@Test
	void of_two_with_one_name_the_first_counts() {
		Thing first = Thing.of("a:b");
		List<Thing> order = StartOrder.of(List.of(first, Thing.of("a"), Thing.of("b")), Thing::name, Thing::needs);
		assertThat(order).containsExactly(Thing.of("b"), first);
	}

	@Test
	void whatever_depends_on_what_comes_behind_it() {
		SplittableRandom random = new SplittableRandom(4_242);
		for (int round = 0; round < 2_000; round++) {
			List<Thing> things = new ArrayList<>();
			int size = 1 + random.nextInt(10);
			for (int i = 0; i < size; i++) {
				List<String> needs = new ArrayList<>();
				for (int j = 0; j < i; j++) {
					if (random.nextInt(3) == 0) {
						needs.add("t" + j);
					}
				}
				things.add(random.nextInt(things.size() + 1), new Thing("t" + i, needs));
			}
			List<Thing> order = StartOrder.of(things, Thing::name, Thing::needs);
			assertThat(order).as("round " + round).containsExactlyInAnyOrderElementsOf(things);
			List<String> seen = new ArrayList<>();
			for (Thing thing : order) {
				assertThat(seen).as("round %d, %s", round, thing.name()).containsAll(thing.needs());
				seen.add(thing.name());
			}
		}
	}

}
