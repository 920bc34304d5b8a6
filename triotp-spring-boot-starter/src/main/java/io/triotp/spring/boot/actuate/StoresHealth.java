package io.triotp.spring.boot.actuate;

import java.util.Map;
import java.util.Objects;

import io.triotp.durable.DurableStore;
import io.triotp.durable.StoreStatus;
import io.triotp.time.TimeText;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of the stores of durable servers. One is down when it has not served for as
 * long as a change may take; trouble that is over sooner is a detail. Nobody is asked:
 * whoever uses a store finds out, and a store that does not serve is asked each second.
 */
public final class StoresHealth {

	private StoresHealth() {
	}

	/**
	 * {@return a contributor with an entry for each store}
	 * @param stores the stores by name
	 */
	public static CompositeHealthContributor of(Map<String, DurableStore> stores) {
		Objects.requireNonNull(stores, "stores");
		return CompositeHealthContributor.fromMap(stores, StoresHealth::indicator);
	}

	private static HealthIndicator indicator(DurableStore store) {
		return () -> {
			StoreStatus status = store.status();
			boolean down = status.failingFor().compareTo(store.options().commitTimeout()) >= 0;
			Health.Builder health = (!status.serves() && down) ? Health.down() : Health.up();
			if (!status.serves()) {
				health.withDetail("failingFor", TimeText.of(status.failingFor()))
					.withDetail("error", String.valueOf(status.error()));
			}
			return health.withDetail("servers", status.servers()).withDetail("waiting", status.waiting()).build();
		};
	}

}
