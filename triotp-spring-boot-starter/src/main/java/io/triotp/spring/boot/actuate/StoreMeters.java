package io.triotp.spring.boot.actuate;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.triotp.durable.DurableStore;
import io.triotp.durable.StoreCounts;

/**
 * The meters of a store of durable servers.
 */
final class StoreMeters {

	private final MeterSet meters;

	StoreMeters(MeterRegistry registry, Tags tags, DurableStore store) {
		this.meters = new MeterSet(registry, tags.and("store", store.name()));
		this.meters.gauge("triotp.store.servers", "Durable servers that run", () -> store.status().servers());
		this.meters.gauge("triotp.store.waiting", "Durable servers with changes that are not stored yet",
				() -> store.status().waiting());
		this.meters.nanoseconds("triotp.store.failing", "For how long a store has not served, 0 if it does",
				() -> store.status().failingFor().toNanos());
		this.meters.timer("triotp.store.commits", "Transactions of a store", store,
				(each) -> each.status().counts().transactions(),
				(each) -> each.status().counts().committing().toNanos(), TimeUnit.NANOSECONDS);
		count("triotp.store.states", "States that were stored", store, StoreCounts::states);
		count("triotp.store.loads", "States that were read", store, StoreCounts::loads);
		count("triotp.store.conflicts", "Servers that ended because another had changed what was stored", store,
				StoreCounts::conflicts);
		count("triotp.store.failures", "Servers that ended because the store did not serve in time", store,
				StoreCounts::failures);
	}

	private void count(String name, String description, DurableStore store, ToDoubleFunction<StoreCounts> count) {
		this.meters.counter(name, description, store, (each) -> count.applyAsDouble(each.status().counts()));
	}

	/** Removes all meters. */
	void remove() {
		this.meters.remove();
	}

}
