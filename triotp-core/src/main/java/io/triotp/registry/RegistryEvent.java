package io.triotp.registry;

import io.triotp.process.Pid;

/**
 * What a listener of a registry gets as a message (OTP R11). The end of a process is no
 * event: a listener that wants to know monitors the process.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public sealed interface RegistryEvent<K, V> {

	/**
	 * A process made an entry.
	 *
	 * @param <K> the keys
	 * @param <V> the values
	 * @param registry where
	 * @param key its key
	 * @param pid the process
	 * @param value its value
	 */
	record Registered<K, V>(ProcessRegistry<K, V> registry, K key, Pid pid, V value) implements RegistryEvent<K, V> {
	}

	/**
	 * A process removed entries under a key.
	 *
	 * @param <K> the keys
	 * @param <V> the values
	 * @param registry where
	 * @param key the key
	 * @param pid the process
	 */
	record Unregistered<K, V>(ProcessRegistry<K, V> registry, K key, Pid pid) implements RegistryEvent<K, V> {
	}

}
