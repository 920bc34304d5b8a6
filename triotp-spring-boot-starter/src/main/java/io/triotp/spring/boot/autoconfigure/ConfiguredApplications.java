package io.triotp.spring.boot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.spring.boot.ApplicationSpecs;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The applications of a context before they are started.
 */
final class ConfiguredApplications {

	private ConfiguredApplications() {
	}

	/**
	 * {@return the applications of the context, then those that somebody has started
	 * already}
	 */
	static List<ApplicationSpec> of(Node node, ObjectProvider<ApplicationSpecs> specs) {
		Map<String, ApplicationSpec> all = new LinkedHashMap<>();
		specs.ifAvailable((known) -> known.inStartOrder().forEach((spec) -> all.put(spec.name(), spec)));
		node.applications().forEach((info) -> all.putIfAbsent(info.name(), info.spec()));
		return List.copyOf(all.values());
	}

}
