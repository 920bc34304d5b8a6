package io.triotp.spring.boot.actuate;

import java.util.Optional;

import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationState;
import io.triotp.node.Node;
import io.triotp.spring.boot.actuate.KnownApplications.KnownApplication;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} for one application. That a child was restarted is no illness.
 */
final class ApplicationHealthIndicator implements HealthIndicator {

	private final Node node;

	private final String application;

	ApplicationHealthIndicator(Node node, String application) {
		this.node = node;
		this.application = application;
	}

	@Override
	public Health health() {
		Optional<ApplicationInfo> info = this.node.application(this.application);
		if (info.isEmpty()) {
			return Health.outOfService().withDetail("state", KnownApplication.NOT_STARTED).build();
		}
		return health(new KnownApplication(info.get().spec(), info), info.get());
	}

	private static Health health(KnownApplication application, ApplicationInfo info) {
		// Read once: the state may change while the details are put together.
		ApplicationState state = info.state();
		Health.Builder health = switch (state) {
			case RUNNING, ENDED -> Health.up();
			case STARTING, STOPPING, STOPPED -> Health.outOfService();
			case FAILED -> Health.down();
		};
		health.withDetail("state", state.name()).withDetail("restarts", info.restarts());
		application.endReason().ifPresent((end) -> {
			health.withDetail("reason", end.reason());
			if (end.exception() != null) {
				health.withDetail("exception", end.exception());
			}
			if (end.detail() != null) {
				health.withDetail("detail", end.detail());
			}
			if (end.at() != null) {
				health.withDetail("at", end.at());
			}
		});
		return health.build();
	}

}
