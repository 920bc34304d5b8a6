package io.triotp.spring.boot.actuate;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.triotp.virtual.VirtualServers;

/**
 * The meters of virtual servers of one name.
 */
final class VirtualMeters {

	private final MeterSet meters;

	VirtualMeters(MeterRegistry registry, Tags tags, VirtualServers<?> servers) {
		this.meters = new MeterSet(registry, tags.and("servers", servers.name()));
		this.meters.gauge("triotp.virtual.active", "Virtual servers that have a process",
				() -> servers.counts().active());
		this.meters.counter("triotp.virtual.activations", "How often a virtual server was given a process", servers,
				(each) -> each.counts().activations());
		this.meters.counter("triotp.virtual.passivations", "How often a virtual server was let go because it was idle",
				servers, (each) -> each.counts().passivations());
	}

	/** Removes all meters. */
	void remove() {
		this.meters.remove();
	}

}
