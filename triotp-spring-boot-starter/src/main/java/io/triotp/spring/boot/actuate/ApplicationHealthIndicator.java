package io.triotp.spring.boot.actuate;

import java.util.Optional;
import java.util.stream.Stream;

import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationState;
import io.triotp.node.Node;
import io.triotp.process.HighMailbox;
import io.triotp.process.ZombieInfo;
import io.triotp.spring.boot.view.ApplicationProblems;
import io.triotp.spring.boot.view.ExitDescriptor;
import io.triotp.spring.boot.view.PlaceState;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} for one application. Restarts of children do not make it
 * unhealthy. Nor do mailboxes above the high-water mark and killed processes whose code
 * runs on: taking the application out of service for them would lose what still works.
 * Their numbers are details, if there are any. A supervisor that the application declares
 * and that gave up for good does: a part of the application has failed, and only somebody
 * who looks brings it back. This and every other problem in the tree is a detail; what
 * was started on demand is looked at for a moment only, as probes come often, and the
 * detail {@code partial} says so. One that does not start by itself, and that nobody has
 * started, is unknown: it takes nothing out of service.
 */
final class ApplicationHealthIndicator implements HealthIndicator {

	private final Node node;

	private final String application;

	private final boolean waits;

	/**
	 * Create an indicator.
	 * @param node where the application runs
	 * @param application its name
	 * @param waits whether it waits for somebody who starts it
	 */
	ApplicationHealthIndicator(Node node, String application, boolean waits) {
		this.node = node;
		this.application = application;
		this.waits = waits;
	}

	@Override
	public Health health() {
		Optional<ApplicationInfo> info = this.node.application(this.application);
		if (info.isEmpty()) {
			return (this.waits ? Health.unknown() : Health.outOfService())
				.withDetail("state", PlaceState.NOT_STARTED.name())
				.build();
		}
		return health(info.get());
	}

	/** What there is of processes with a place in this application. */
	private void count(Health.Builder health, String detail, Stream<String> paths) {
		long count = paths.filter((path) -> path.equals(this.application) || path.startsWith(this.application + "/"))
			.count();
		if (count > 0) {
			health.withDetail(detail, count);
		}
	}

	private Health health(ApplicationInfo info) {
		// Read once: the state may change while the details are put together.
		ApplicationState state = info.state();
		ApplicationProblems problems = ApplicationProblems.of(info, this.node.host().time());
		Health.Builder health = switch (state) {
			case RUNNING -> problems.isPartLost() ? Health.down() : Health.up();
			case ENDED -> Health.up();
			case STARTING, STOPPING, STOPPED -> Health.outOfService();
			case FAILED -> Health.down();
		};
		health.withDetail("state", state.name()).withDetail("restarts", info.restarts());
		ExitDescriptor.ofEnd(info).ifPresent((end) -> {
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
		if (!problems.all().isEmpty()) {
			health.withDetail("problems", problems.toLines());
		}
		if (problems.partial()) {
			health.withDetail("partial", true);
		}
		count(health, "zombies", this.node.view().zombies().stream().map(ZombieInfo::path));
		count(health, "highMailboxes", this.node.view().highMailboxes().stream().map(HighMailbox::path));
		return health.build();
	}

}
