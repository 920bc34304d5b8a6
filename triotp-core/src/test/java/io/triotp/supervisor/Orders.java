package io.triotp.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The orders in which changes can be made.
 */
final class Orders {

	private Orders() {
	}

	/**
	 * {@return every order of some things}
	 */
	static <T> List<List<T>> of(List<T> things) {
		if (things.isEmpty()) {
			return List.of(List.of());
		}
		List<List<T>> all = new ArrayList<>();
		for (T first : things) {
			List<T> rest = new ArrayList<>(things);
			rest.remove(first);
			for (List<T> order : of(rest)) {
				List<T> longer = new ArrayList<>(List.of(first));
				longer.addAll(order);
				all.add(longer);
			}
		}
		return all;
	}

	static <S> S apply(List<UnaryOperator<S>> changes, S spec) {
		S changed = spec;
		for (UnaryOperator<S> change : changes) {
			changed = change.apply(changed);
		}
		return changed;
	}

}
