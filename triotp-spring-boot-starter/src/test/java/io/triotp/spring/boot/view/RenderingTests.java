package io.triotp.spring.boot.view;

import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is shown of a value, whatever it is.
 */
class RenderingTests {

	private static Object rendered(Object value) {
		return new Rendering(Mask.NONE).render("", value);
	}

	@Test
	void recordsMapsListsAndArraysAreLookedInto() {
		record Item(String name, int[] prices) {

		}
		record Cart(Optional<String> owner, Map<Integer, Item> items, Duration age) {

		}
		Cart cart = new Cart(Optional.of("Ada"), Map.of(7, new Item("pen", new int[] { 1, 2 })), Duration.ofSeconds(5));
		assertThat(rendered(cart)).isEqualTo(Map.of("owner", "Ada", "items",
				Map.of("7", Map.of("name", "pen", "prices", List.of(1, 2))), "age", "PT5S"));
	}

	@Test
	void numbersStayNumbersUnlessJsonHasNone() {
		assertThat(rendered(List.of(1, 2L, 2.5, true, Double.NaN, 'c')))
			.isEqualTo(List.of(1, 2L, 2.5, true, "NaN", "c"));
		assertThat(rendered(null)).isNull();
	}

	@Test
	void whatIsLongIsCutAndSaysSo() {
		List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();
		assertThat((List<Object>) rendered(numbers)).hasSize(Rendering.MAX_ENTRIES + 1).endsWith("... 950 more");
		Map<Integer, Integer> map = new LinkedHashMap<>();
		numbers.forEach((number) -> map.put(number, number));
		assertThat((Map<String, Object>) rendered(map)).hasSize(Rendering.MAX_ENTRIES + 1)
			.containsEntry("...", "950 more");
		assertThat((String) rendered("x".repeat(10_000))).hasSizeLessThan(600);
	}

	@Test
	void whatIsDeepAndWideIsCutInAll() {
		List<Object> wide = IntStream.range(0, 50).<Object>mapToObj(Integer::valueOf).toList();
		for (int level = 0; level < 4; level++) {
			List<? extends Object> below = wide;
			wide = IntStream.range(0, 50).<Object>mapToObj((index) -> below).toList();
		}
		assertThat(rendered(wide).toString()).hasSizeLessThan(50_000);
	}

	@Test
	void whatContainsItselfComesToAnEnd() {
		List<Object> self = new ArrayList<>();
		self.add(self);
		assertThat(rendered(self).toString()).contains("java.util.ArrayList ...");
	}

	@Test
	void whatCannotBePrintedSaysSo() {
		record Broken(String name) {

			@Override
			public String name() {
				throw new IllegalStateException("no");
			}

		}
		Object unprintable = new Object() {
			@Override
			public String toString() {
				throw new IllegalStateException("no");
			}
		};
		assertThat(rendered(new Broken("x")))
			.isEqualTo(Map.of("name", "(name cannot be read: java.lang.IllegalStateException)"));
		assertThat((String) rendered(unprintable)).contains("toString failed with java.lang.IllegalStateException");
	}

	@Test
	void aMaskSeesEachNameAndItsReplacementIsShown() {
		record Card(String number) {

		}
		record Account(Card card, List<String> tokens) {

		}
		List<String> names = new ArrayList<>();
		Object shown = new Rendering((name, value) -> {
			names.add(name);
			return name.startsWith("card.") ? "******" : value;
		}).render("", new Account(new Card("4711"), List.of("a", "b")));
		assertThat(shown).isEqualTo(Map.of("card", Map.of("number", "******"), "tokens", List.of("a", "b")));
		assertThat(names).containsExactly("", "card", "card.number", "tokens", "tokens[0]", "tokens[1]");
	}

	@Test
	void aListThatIsEndlessComesToAnEnd() {
		List<Integer> endless = new AbstractList<>() {
			@Override
			public Integer get(int index) {
				return index;
			}

			@Override
			public int size() {
				return Integer.MAX_VALUE;
			}
		};
		assertThat((List<Object>) rendered(endless)).hasSize(Rendering.MAX_ENTRIES + 1);
	}

}
