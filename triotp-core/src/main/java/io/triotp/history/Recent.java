package io.triotp.history;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Values by key, of which those changed least recently are forgotten. Guarded by its
 * user.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class Recent<K, V> {

	private final int most;

	private final Map<K, V> values = new LinkedHashMap<>();

	Recent(int most) {
		this.most = most;
	}

	/**
	 * Changes the value of a key.
	 * @param key the key
	 * @param first makes the first value
	 * @param next makes the next value of the present one
	 * @return the new value
	 */
	V change(K key, Supplier<V> first, UnaryOperator<V> next) {
		V present = this.values.remove(key);
		V changed = (present != null) ? next.apply(present) : first.get();
		this.values.put(key, changed);
		if (this.values.size() > this.most) {
			this.values.remove(this.values.keySet().iterator().next());
		}
		return changed;
	}

	@Nullable V get(K key) {
		return this.values.get(key);
	}

	List<V> all() {
		return List.copyOf(this.values.values());
	}

}
