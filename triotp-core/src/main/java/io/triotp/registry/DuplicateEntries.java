package io.triotp.registry;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.triotp.process.Pid;

/**
 * A key has any number of processes, and each of them any number of values (OTP R3).
 * Adding and removing stay cheap however many processes share a key.
 */
final class DuplicateEntries<K, V> implements Entries<K, V> {

	/** The values per key and process, oldest first; empty lists and maps are removed. */
	private final ConcurrentHashMap<K, ConcurrentSkipListMap<Pid, List<V>>> entries = new ConcurrentHashMap<>();

	@Override
	public void add(K key, Pid pid, V value) {
		AtomicBoolean added = new AtomicBoolean();
		this.entries.compute(key, (same, present) -> {
			if (!pid.isAlive()) {
				return present;
			}
			ConcurrentSkipListMap<Pid, List<V>> holders = (present != null) ? present : new ConcurrentSkipListMap<>();
			holders.merge(pid, List.of(value),
					(before, more) -> Stream.concat(before.stream(), more.stream()).toList());
			added.setPlain(true);
			return holders;
		});
		if (!added.getPlain()) {
			// The message formats the key, which runs user code: never under a lock of
			// the map.
			Entries.requireAlive(key, pid);
		}
	}

	@Override
	public boolean replace(K key, Pid pid, V before, V after) {
		throw new UnsupportedOperationException(
				"update needs a registry with unique keys: with duplicate keys it is not clear which value is meant");
	}

	@Override
	public boolean remove(K key, Pid pid, Predicate<? super V> which) {
		List<V> before = valuesOf(key, pid);
		List<V> left = before.stream().filter(which.negate()).toList();
		if (left.size() == before.size()) {
			return false;
		}
		this.entries.computeIfPresent(key, (same, holders) -> {
			if (left.isEmpty()) {
				holders.remove(pid);
			}
			else {
				holders.replace(pid, left);
			}
			return holders.isEmpty() ? null : holders;
		});
		return true;
	}

	@Override
	public void forget(K key, Pid pid) {
		this.entries.computeIfPresent(key, (same, holders) -> {
			holders.remove(pid);
			return holders.isEmpty() ? null : holders;
		});
	}

	private List<V> valuesOf(K key, Pid pid) {
		ConcurrentSkipListMap<Pid, List<V>> holders = this.entries.get(key);
		return (holders != null) ? holders.getOrDefault(pid, List.of()) : List.of();
	}

	@Override
	public Stream<ProcessRegistry.Entry<V>> at(K key) {
		ConcurrentSkipListMap<Pid, List<V>> holders = this.entries.get(key);
		return (holders != null) ? holders.entrySet()
			.stream()
			.flatMap((
					each) -> each.getValue().stream().map((value) -> new ProcessRegistry.Entry<>(each.getKey(), value)))
				: Stream.empty();
	}

	@Override
	public Stream<ProcessRegistry.Registration<K, V>> all() {
		return this.entries.keySet()
			.stream()
			.flatMap((key) -> at(key)
				.map((entry) -> new ProcessRegistry.Registration<>(key, entry.pid(), entry.value())));
	}

}
