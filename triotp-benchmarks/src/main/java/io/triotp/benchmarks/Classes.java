package io.triotp.benchmarks;

import java.util.List;
import java.util.function.Function;

import io.triotp.node.Node;

/**
 * Calls and casts to the servers of a {@link Shop}, one caller for each. Both are warmed
 * up before either is measured: an application does both, too.
 */
final class Classes {

	private static final int CALLS = 10_000;

	private static final int CASTS = 50_000;

	private Classes() {
	}

	/**
	 * Measure a shop.
	 * @param suffix what to append to the names of the figures
	 * @param shop makes the customers
	 * @param times for how long
	 */
	static void measure(String suffix, Function<Node, List<Shop.Customer>> shop, Times times) {
		try (Node node = Node.start()) {
			List<Shop.Customer> customers = shop.apply(node);
			long end = times.endOfWarmUp(1);
			while (Times.isBefore(end)) {
				call(customers);
				cast(customers);
			}
			Runnable calls = () -> call(customers);
			Runnable casts = () -> cast(customers);
			print("classes-call" + suffix, Rounds.nanos(times.measurementNanos(0.5), calls) / CALLS / customers.size());
			print("classes-cast" + suffix, Rounds.nanos(times.measurementNanos(0.5), casts) / CASTS / customers.size());
		}
	}

	private static void print(String figure, double nanos) {
		new Figure(Goal.OURS, figure, nanos, "ns").print();
	}

	private static void call(List<Shop.Customer> customers) {
		Callers.virtual(customers.size(), (i) -> {
			Shop.Customer customer = customers.get(i);
			for (int number = 0; number < CALLS; number++) {
				customer.call(number);
			}
		});
	}

	/** The call comes last, and is answered when all casts before it were handled. */
	private static void cast(List<Shop.Customer> customers) {
		Callers.virtual(customers.size(), (i) -> {
			Shop.Customer customer = customers.get(i);
			for (int number = 0; number < CASTS; number++) {
				customer.cast(number);
			}
			customer.call(0);
		});
	}

}
