package io.triotp.spring.boot.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * The first of many in some order, found in one pass that holds no more than is wanted.
 *
 * @param first the first ones, in order
 * @param total how many there were
 */
record Top<T>(List<T> first, long total) {

	/**
	 * {@return the first of these}
	 * @param all any number
	 * @param most how many are wanted
	 * @param order which come first; two that are equal are in no particular order
	 */
	static <T> Top<T> of(Stream<T> all, int most, Comparator<T> order) {
		PriorityQueue<T> best = new PriorityQueue<>(order.reversed());
		long[] total = { 0 };
		all.forEach((each) -> {
			total[0]++;
			if (best.size() < most) {
				best.add(each);
			}
			else if (order.compare(each, best.element()) < 0) {
				best.remove();
				best.add(each);
			}
		});
		List<T> first = new ArrayList<>(best);
		first.sort(order);
		return new Top<>(first, total[0]);
	}

}
