package io.triotp.spring.boot.actuate;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationState;
import io.triotp.node.Node;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of the applications of a node.
 */
public final class ApplicationsHealth {

	private ApplicationsHealth() {
	}

	/**
	 * {@return a contributor with an entry for each of these applications, started or
	 * not, and for each other that runs or has failed: one that code starts and stops
	 * must not take the service out for that moment}
	 * @param node where they run
	 * @param configured the names of those that have an entry in any case
	 * @param waits whether one of these waits for somebody who starts it
	 */
	public static CompositeHealthContributor of(Node node, Collection<String> configured, Predicate<String> waits) {
		return new Composite(node, new LinkedHashSet<>(configured), waits);
	}

	private record Composite(Node node, Set<String> configured,
			Predicate<String> waits) implements CompositeHealthContributor {

		@Override
		public @Nullable HealthContributor getContributor(String name) {
			boolean known = this.configured.contains(name)
					|| this.node.application(name).filter(this::isShown).isPresent();
			return known ? indicator(name) : null;
		}

		@Override
		public Stream<Entry> stream() {
			Set<String> names = new LinkedHashSet<>(this.configured);
			this.node.applications().stream().filter(this::isShown).map(ApplicationInfo::name).forEach(names::add);
			return names.stream().map((name) -> new Entry(name, indicator(name)));
		}

		private boolean isShown(ApplicationInfo application) {
			return application.state() == ApplicationState.RUNNING || application.state() == ApplicationState.FAILED;
		}

		private HealthIndicator indicator(String name) {
			return new ApplicationHealthIndicator(this.node, name, this.waits.test(name));
		}

	}

}
