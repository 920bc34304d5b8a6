package io.triotp.registry;

import java.util.function.Predicate;
import java.util.stream.Stream;

import io.triotp.process.Pid;
import io.triotp.process.SafeText;

/**
 * Who has which key with which value. A process adds only entries of its own, so changes
 * for one process come from one thread, and those of its end.
 *
 * @param <K> the keys
 * @param <V> the values
 */
sealed interface Entries<K, V> permits UniqueEntries, DuplicateEntries {

	/**
	 * Add an entry, unless its process has ended: one that is added belongs to a process
	 * whose exit sequence has not come by yet. What is thrown means that nothing was
	 * added, also if the process has been killed meanwhile.
	 * @throws AlreadyRegisteredException if another live process has a unique key
	 * @throws IllegalStateException if the process has ended
	 */
	void add(K key, Pid pid, V value);

	/**
	 * Put a value in the place of another one of the same process.
	 * @return whether it was there
	 */
	boolean replace(K key, Pid pid, V before, V after);

	/**
	 * Remove entries of one process.
	 * @return whether there were any
	 */
	boolean remove(K key, Pid pid, Predicate<? super V> which);

	/**
	 * Remove the entries of a process that has ended, also one that code of it is just
	 * adding.
	 */
	void forget(K key, Pid pid);

	/**
	 * {@return the entries under a key, those of the dead included}
	 */
	Stream<ProcessRegistry.Entry<V>> at(K key);

	/**
	 * {@return all entries, those of the dead included; weakly consistent}
	 */
	Stream<ProcessRegistry.Registration<K, V>> all();

	static void requireAlive(Object key, Pid pid) {
		if (!pid.isAlive()) {
			throw new IllegalStateException("Cannot register key '" + SafeText.of(key) + "' for " + pid
					+ ": it has ended, this is code of it that runs on");
		}
	}

}
