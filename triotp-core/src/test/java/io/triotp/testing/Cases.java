package io.triotp.testing;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Cases made by chance for a property that must hold for each of them. The seed is new
 * each time unless {@code -Dseed} gives one; a case that breaks the property is made as
 * small as it still breaks it, and shown with the seed.
 */
public final class Cases {

	/** How many for each property. */
	public static final int COUNT = 100_000;

	private static final int SMALLER_AT_MOST = 10_000;

	private Cases() {
	}

	/**
	 * Check a property of many cases.
	 * @param <C> the type of a case; its text tells all there is to it
	 * @param generate makes a case
	 * @param smaller ways to make a case smaller
	 * @param broken tells how a case breaks the property, if it does
	 */
	public static <C> void forAll(Function<SplittableRandom, C> generate, Function<C, Stream<C>> smaller,
			Function<C, Optional<String>> broken) {
		long seed = Long.getLong("seed", new SplittableRandom().nextLong(1_000_000_000));
		SplittableRandom random = new SplittableRandom(seed);
		for (int number = 0; number < COUNT; number++) {
			C each = generate.apply(random.split());
			Optional<String> how = complaint(each, broken);
			if (how.isPresent()) {
				C smallest = shrink(each, smaller, broken);
				throw new AssertionError("%s%n  in %s%n  which is case %d of -Dseed=%d made small%n  originally %s: %s"
					.formatted(complaint(smallest, broken).orElseThrow(), smallest, number, seed, each, how.get()));
			}
		}
		System.out.printf("%,d cases of seed %d%n", COUNT, seed);
	}

	/** What throws is broken too. */
	private static <C> Optional<String> complaint(C each, Function<C, Optional<String>> broken) {
		try {
			return broken.apply(each);
		}
		catch (RuntimeException ex) {
			return Optional.of(ex.toString());
		}
	}

	private static <C> C shrink(C first, Function<C, Stream<C>> smaller, Function<C, Optional<String>> broken) {
		C smallest = first;
		for (int step = 0; step < SMALLER_AT_MOST; step++) {
			Optional<C> next = smaller.apply(smallest)
				.filter((each) -> complaint(each, broken).isPresent())
				.findFirst();
			if (next.isEmpty()) {
				return smallest;
			}
			smallest = next.get();
		}
		return smallest;
	}

}
