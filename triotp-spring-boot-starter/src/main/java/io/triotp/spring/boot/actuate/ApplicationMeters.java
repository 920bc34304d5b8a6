package io.triotp.spring.boot.actuate;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationState;
import io.triotp.node.Node;

/**
 * The meters of one application. Those of a supervisor are made together when it is first
 * heard of, so that its first restart is a step from 0 to 1 and not the first that is
 * seen of it.
 */
final class ApplicationMeters {

	private static final String RESTARTS = "triotp.supervisor.restarts";

	private static final String GAVE_UP = "triotp.supervisor.gave.up";

	private static final String CAUSES = "triotp.supervisor.restart.causes";

	private final MeterRegistry registry;

	private final String application;

	private final Map<String, Supervisor> supervisors = new ConcurrentHashMap<>();

	private final Map<Meter.Id, Meter> meters = new ConcurrentHashMap<>();

	ApplicationMeters(MeterRegistry registry, String application) {
		this.registry = registry;
		this.application = application;
	}

	private record Supervisor(Counter restarts, Counter gaveUp) {
	}

	/** Makes a gauge for each state the application may be in. */
	ApplicationMeters showState(Node node) {
		for (ApplicationState state : ApplicationState.values()) {
			keep(Gauge
				.builder("triotp.applications", node,
						(each) -> each.application(this.application).map(ApplicationInfo::state).orElse(null) == state
								? 1 : 0)
				.description("1 for the state an application is in, 0 for the others")
				.tag("application", this.application)
				.tag("state", state.name().toLowerCase(Locale.ROOT))
				.register(this.registry));
		}
		return this;
	}

	/** Makes the meters of a supervisor unless they are there. */
	void know(String supervisor) {
		metersOf(supervisor);
	}

	private Supervisor metersOf(String supervisor) {
		Supervisor known = this.supervisors.get(supervisor);
		if (known == null) {
			// not in the map's own function, which locks: a registry calls others
			known = create(supervisor);
			this.supervisors.put(supervisor, known);
		}
		return known;
	}

	private Supervisor create(String supervisor) {
		return new Supervisor(counter(RESTARTS, "Restarts that were granted", tags(supervisor)),
				counter(GAVE_UP, "Supervisors that ended because they had to restart too often", tags(supervisor)));
	}

	void restarted(String supervisor, String exception) {
		metersOf(supervisor).restarts().increment();
		counter(CAUSES, "Restarts by what was thrown; an exception is first seen when it has happened",
				tags(supervisor).and("exception", exception))
			.increment();
	}

	void gaveUp(String supervisor) {
		metersOf(supervisor).gaveUp().increment();
	}

	private Tags tags(String supervisor) {
		return Tags.of("application", this.application, "supervisor", supervisor);
	}

	private Counter counter(String name, String description, Tags tags) {
		return keep(Counter.builder(name).description(description).tags(tags).register(this.registry));
	}

	private <M extends Meter> M keep(M meter) {
		this.meters.put(meter.getId(), meter);
		return meter;
	}

	/** Removes all meters. */
	void remove() {
		this.meters.values().forEach(this.registry::remove);
	}

}
