package io.triotp.spring.boot.actuate;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import io.triotp.node.Node;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;

/**
 * The health of the applications of a node.
 */
public final class ApplicationsHealth {

	private ApplicationsHealth() {
	}

	/**
	 * {@return a contributor with an entry for each application, started or not}
	 * @param node where they run
	 * @param applications their names
	 */
	public static CompositeHealthContributor of(Node node, Collection<String> applications) {
		Map<String, HealthContributor> entries = new LinkedHashMap<>();
		applications.forEach((name) -> entries.put(name, new ApplicationHealthIndicator(node, name)));
		return CompositeHealthContributor.fromMap(entries);
	}

}
