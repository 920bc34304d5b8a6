package io.triotp.interleaving.loom;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Where woven code may be interrupted by another thread: before each access to memory
 * that threads share. Called by nobody but woven code.
 */
public final class Points {

	/**
	 * One exploration runs at a time, on one carrier; woven code has no other way to find
	 * it.
	 */
	private static @Nullable SeededScheduler running;

	private Points() {
	}

	static void decidedBy(@Nullable SeededScheduler scheduler) {
		running = scheduler;
	}

	/** A place at which another thread may go on. */
	public static void here() {
		SeededScheduler scheduler = running;
		if (scheduler != null) {
			scheduler.point();
		}
	}

	// The function runs under a lock of the map's bin: whoever waits for that is woken by
	// a thread of the JVM, at a moment that no seed decides.

	/**
	 * Nobody records: the recorder has locks that threads of the JVM hold, and whoever
	 * waits for one of them goes on at no moment that a seed decides, or never.
	 */
	public static boolean recorderIsAvailable() {
		return false;
	}

	/** In place of the method of the map. */
	public static <K, V> @Nullable V compute(Map<K, V> map, K key, BiFunction<K, V, V> function) {
		return undivided(() -> map.compute(key, function));
	}

	/** In place of the method of the map. */
	public static <K, V> @Nullable V computeIfPresent(Map<K, V> map, K key, BiFunction<K, V, V> function) {
		return undivided(() -> map.computeIfPresent(key, function));
	}

	/** In place of the method of the map. */
	public static <K, V> V computeIfAbsent(Map<K, V> map, K key, Function<K, V> function) {
		return undivided(() -> map.computeIfAbsent(key, function));
	}

	/** In place of the method of the map. */
	public static <K, V> @Nullable V merge(Map<K, V> map, K key, V value, BiFunction<V, V, V> function) {
		return undivided(() -> map.merge(key, value, function));
	}

	private static <V> V undivided(java.util.function.Supplier<V> code) {
		SeededScheduler scheduler = running;
		if (scheduler == null || !scheduler.isMine()) {
			return code.get();
		}
		scheduler.point();
		scheduler.hold(true);
		try {
			return code.get();
		}
		finally {
			scheduler.hold(false);
		}
	}

}
