package io.triotp.registry;

import io.triotp.process.Pid;

/**
 * The message that a listener of a registry receives (OTP R11). The end of a process is
 * not an event: a listener that needs it monitors the process.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public sealed interface RegistryEvent<K, V> {

	/**
	 * A process added an entry.
	 *
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 * @param registry the registry
	 * @param key the key
	 * @param pid the process
	 * @param value the value
	 */
	record Registered<K, V>(ProcessRegistry<K, V> registry, K key, Pid pid, V value) implements RegistryEvent<K, V> {
	}

	/**
	 * A process removed entries under a key.
	 *
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 * @param registry the registry
	 * @param key the key
	 * @param pid the process
	 */
	record Unregistered<K, V>(ProcessRegistry<K, V> registry, K key, Pid pid) implements RegistryEvent<K, V> {
	}

}
