package io.triotp.spring.boot.view;

import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
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
	void whatIsMaskedIsNotShownAsAKeyOrInAListOrBehindAReference() {
		record Login(String name, String password) {

		}
		Login login = new Login("Ada", "secret");
		Mask mask = (name, value) -> name.endsWith("password") ? "******" : value;
		for (Object value : List.of(Map.of(login, 1), List.of(login), new AtomicReference<>(login),
				Map.entry("login", login), Map.entry(login, 1), Optional.of(login), new Login[] { login },
				Map.of("a", List.of(Map.of("b", login))))) {
			assertThat(String.valueOf(new Rendering(mask).render("", value))).doesNotContain("secret");
		}
		Mask ofKeys = (name, value) -> name.endsWith(".key") ? "***" : value;
		assertThat(new Rendering(ofKeys).render("sessions", Map.of("token", 1))).isEqualTo(Map.of("***", 1));
		assertThat(rendered(Map.of(UUID.fromString("00000000-0000-0000-0000-000000000001"), true)))
			.isEqualTo(Map.of("00000000-0000-0000-0000-000000000001", true));
	}

	@Test
	void recordsWithinRecordsAreCutInAllToo() {
		record Leaf(int a, int b, int c, int d, int e, int f) {

		}
		record Twig(Leaf a, Leaf b, Leaf c, Leaf d, Leaf e, Leaf f) {

		}
		record Branch(Twig a, Twig b, Twig c, Twig d, Twig e, Twig f) {

		}
		record Tree(Branch a, Branch b, Branch c, Branch d, Branch e, Branch f) {

		}
		Leaf leaf = new Leaf(1, 2, 3, 4, 5, 6);
		Twig twig = new Twig(leaf, leaf, leaf, leaf, leaf, leaf);
		Branch branch = new Branch(twig, twig, twig, twig, twig, twig);
		String shown = String.valueOf(rendered(new Tree(branch, branch, branch, branch, branch, branch)));
		assertThat(shown.chars().filter((letter) -> letter == '=').count()).isLessThan(Rendering.MAX_TOTAL + 50);
		assertThat(shown).contains("...=more");
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
