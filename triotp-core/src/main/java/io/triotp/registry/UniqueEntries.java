package io.triotp.registry;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.triotp.process.Pid;

/**
 * A key has at most one live process (OTP R2). A process that has ended does not count,
 * even if its exit sequence is still to come.
 */
final class UniqueEntries<K, V> implements Entries<K, V> {

	private final ConcurrentHashMap<K, ProcessRegistry.Entry<V>> entries = new ConcurrentHashMap<>();

	@Override
	public void add(K key, Pid pid, V value) {
		ProcessRegistry.Entry<V> added = new ProcessRegistry.Entry<>(pid, value);
		ProcessRegistry.Entry<V> kept = this.entries.compute(key, (same, present) -> {
			boolean taken = present != null && present.pid().isAlive();
			return (taken || !pid.isAlive()) ? present : added;
		});
		if (kept == added) {
			// Whatever has happened to the process since, its exit sequence finds this.
			return;
		}
		// The messages format the key, which runs user code: never under a lock of the
		// map.
		Entries.requireAlive(key, pid);
		if (kept != null) {
			throw new AlreadyRegisteredException(key, kept.pid());
		}
	}

	@Override
	public boolean replace(K key, Pid pid, V before, V after) {
		ProcessRegistry.Entry<V> present = this.entries.get(key);
		return present != null && present.pid() == pid && present.value() == before
				&& this.entries.replace(key, present, new ProcessRegistry.Entry<>(pid, after));
	}

	@Override
	public boolean remove(K key, Pid pid, Predicate<? super V> which) {
		ProcessRegistry.Entry<V> present = this.entries.get(key);
		return present != null && present.pid() == pid && which.test(present.value())
				&& this.entries.remove(key, present);
	}

	@Override
	public void forget(K key, Pid pid) {
		this.entries.computeIfPresent(key, (same, present) -> (present.pid() == pid) ? null : present);
	}

	@Override
	public Stream<ProcessRegistry.Entry<V>> at(K key) {
		return Stream.ofNullable(this.entries.get(key));
	}

	@Override
	public Stream<ProcessRegistry.Registration<K, V>> all() {
		return this.entries.entrySet()
			.stream()
			.map((each) -> new ProcessRegistry.Registration<>(each.getKey(), each.getValue().pid(),
					each.getValue().value()));
	}

}
