package io.triotp.spring.boot.actuate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * Meters that have a tag in common and go together.
 */
final class MeterSet {

	private final MeterRegistry registry;

	private final Tags common;

	private final Map<Meter.Id, Meter> meters = new ConcurrentHashMap<>();

	private volatile boolean removed;

	MeterSet(MeterRegistry registry, Tags common) {
		this.registry = registry;
		this.common = common;
	}

	Counter counter(String name, String description, String... tags) {
		return keep(
				Counter.builder(name).description(description).tags(this.common).tags(tags).register(this.registry));
	}

	Timer timer(String name, String description, String... tags) {
		return keep(Timer.builder(name).description(description).tags(this.common).tags(tags).register(this.registry));
	}

	void gauge(String name, String description, Supplier<Number> value, String... tags) {
		keep(Gauge.builder(name, value).description(description).tags(this.common).tags(tags).register(this.registry));
	}

	void ratio(String name, String description, Supplier<Number> value, String... tags) {
		keep(Gauge.builder(name, value)
			.description(description)
			.baseUnit("ratio")
			.tags(this.common)
			.tags(tags)
			.register(this.registry));
	}

	private <M extends Meter> M keep(M meter) {
		this.meters.put(meter.getId(), meter);
		if (this.removed) {
			this.registry.remove(meter);
		}
		return meter;
	}

	/** Removes all meters, also those that are made from now on. */
	void remove() {
		this.removed = true;
		this.meters.values().forEach(this.registry::remove);
	}

}
