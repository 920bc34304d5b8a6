package io.triotp.virtual;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Tells when the heap is too full after it was collected. Used by one process.
 *
 * <p>
 * Maintainer's note. What is in use at any time is mostly garbage, so only what a
 * collection of the old generation has left counts, and it counts once: nothing that is
 * let go can be seen before the next collection. Which pool is the old one is told by its
 * name alone, as Micrometer does it.
 */
final class HeapPressure {

	private static final List<String> OLD = List.of("Old Gen", "Tenured", "ZGC Old", "Shenandoah", "ZHeap");

	private static final double LEAST = 0.1;

	private final double limit;

	private final Supplier<@Nullable MemoryUsage> afterCollection;

	/** What was in use after the collection that was looked at last. */
	private long seen = -1;

	/**
	 * Looks at a heap.
	 * @param limit from which share of it on it is too full
	 * @param afterCollection what a collection has left, {@code null} if there was none
	 */
	HeapPressure(double limit, Supplier<@Nullable MemoryUsage> afterCollection) {
		this.limit = limit;
		this.afterCollection = afterCollection;
	}

	/**
	 * {@return what the last collection of the old generation of this JVM has left} It is
	 * {@code null} as long as there was none, or if this JVM has no such generation.
	 */
	static Supplier<@Nullable MemoryUsage> ofThisJvm() {
		return ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getType() == MemoryType.HEAP && pool.isCollectionUsageThresholdSupported())
			.filter((pool) -> OLD.stream().anyMatch(pool.getName()::contains))
			.findFirst()
			.<Supplier<@Nullable MemoryUsage>>map((pool) -> pool::getCollectionUsage)
			.orElse(() -> null);
	}

	/**
	 * {@return which part of the servers to let go, a tenth at least} If all hold the
	 * same, the heap is no longer too full then.
	 * @param share the share of the heap that is in use
	 */
	double portion(double share) {
		return Math.max(LEAST, (share - this.limit) / share);
	}

	/**
	 * {@return the share of the heap that is in use, if that is too much and is told for
	 * the first time; 0 otherwise}
	 */
	double presses() {
		MemoryUsage usage = this.afterCollection.get();
		if (usage == null || usage.getUsed() == this.seen) {
			return 0;
		}
		this.seen = usage.getUsed();
		double share = (usage.getMax() > 0) ? (double) usage.getUsed() / usage.getMax() : 0;
		return (share >= this.limit) ? share : 0;
	}

}
