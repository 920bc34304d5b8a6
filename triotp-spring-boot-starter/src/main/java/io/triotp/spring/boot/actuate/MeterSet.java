package io.triotp.spring.boot.actuate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
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

	/**
	 * A counter that somebody else counts up.
	 * @param source who counts; must be held by somebody, the registry does not
	 */
	<T> void counter(String name, String description, T source, ToDoubleFunction<T> count, String... tags) {
		keep(FunctionCounter.builder(name, source, count)
			.description(description)
			.tags(this.common)
			.tags(tags)
			.register(this.registry));
	}

	/**
	 * A timer that somebody else keeps.
	 * @param source who keeps it; must be held by somebody, the registry does not
	 */
	<T> void timer(String name, String description, T source, ToLongFunction<T> count, ToDoubleFunction<T> total,
			TimeUnit unit) {
		keep(FunctionTimer.builder(name, source, count, total, unit)
			.description(description)
			.tags(this.common)
			.register(this.registry));
	}

	void nanoseconds(String name, String description, Supplier<Number> value) {
		keep(TimeGauge.builder(name, value, TimeUnit.NANOSECONDS)
			.description(description)
			.tags(this.common)
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
