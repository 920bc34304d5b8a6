package io.triotp.registry;

import java.util.function.Predicate;
import java.util.stream.Stream;

import io.triotp.process.Pid;
import io.triotp.process.SafeText;

/**
 * Which process has which key with which value. A process adds only entries of its own,
 * so the entries of one process are changed by its own thread and by its exit sequence
 * only.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
sealed interface Entries<K, V> permits UniqueEntries, DuplicateEntries {

	/**
	 * Adds an entry unless the process has ended: an added entry belongs to a process
	 * whose exit sequence is still to come. If this throws, nothing was added, even if
	 * the process has been killed meanwhile.
	 * @throws AlreadyRegisteredException if another live process has a unique key
	 * @throws IllegalStateException if the process has ended
	 */
	void add(K key, Pid pid, V value);

	/**
	 * Replaces a value of a process.
	 * @return whether the old value was there
	 */
	boolean replace(K key, Pid pid, V before, V after);

	/**
	 * Removes entries of one process.
	 * @return whether any were removed
	 */
	boolean remove(K key, Pid pid, Predicate<? super V> which);

	/**
	 * Removes the entries of a process that has ended, including one that its code is
	 * just adding.
	 */
	void forget(K key, Pid pid);

	/**
	 * {@return the entries under a key, including those of dead processes}
	 */
	Stream<ProcessRegistry.Entry<V>> at(K key);

	/**
	 * {@return all entries, including those of dead processes; weakly consistent}
	 */
	Stream<ProcessRegistry.Registration<K, V>> all();

	static void requireAlive(Object key, Pid pid) {
		if (!pid.isAlive()) {
			throw new IllegalStateException("Cannot register key '" + SafeText.of(key) + "' for " + pid
					+ ": it has ended, but its code still runs");
		}
	}

}
