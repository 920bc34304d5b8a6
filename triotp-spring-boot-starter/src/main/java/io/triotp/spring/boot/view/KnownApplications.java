package io.triotp.spring.boot.view;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.TreeTotals;

/**
 * The applications of a node: those that have been started, in that order, then those
 * that are configured and have not.
 */
final class KnownApplications {

	private final Node node;

	private final List<ApplicationSpec> configured;

	KnownApplications(Node node, List<ApplicationSpec> configured) {
		this.node = node;
		this.configured = List.copyOf(configured);
	}

	List<ApplicationSpec> configured() {
		return this.configured;
	}

	List<KnownApplication> all() {
		List<KnownApplication> all = new ArrayList<>();
		Set<String> started = new HashSet<>();
		for (ApplicationInfo info : this.node.applications()) {
			all.add(new KnownApplication(info.spec(), Optional.of(info)));
			started.add(info.name());
		}
		for (ApplicationSpec spec : this.configured) {
			if (!started.contains(spec.name())) {
				all.add(new KnownApplication(spec, Optional.empty()));
			}
		}
		return all;
	}

	Optional<KnownApplication> find(String name) {
		return all().stream().filter((application) -> application.name().equals(name)).findFirst();
	}

	/**
	 * An application.
	 *
	 * @param spec how it is or will be started
	 * @param info what can be seen of it once it is being started
	 */
	record KnownApplication(ApplicationSpec spec, Optional<ApplicationInfo> info) {

		String name() {
			return this.spec.name();
		}

		PlaceState state() {
			return PlaceState.of(this.info);
		}

		boolean isLive() {
			return this.info.filter((known) -> known.state().isLive()).isPresent();
		}

		/**
		 * {@return its root, once the tree has been up}
		 */
		Optional<ChildInfo> root() {
			return this.info.flatMap(ApplicationInfo::root);
		}

		String rootId() {
			return root().map(NodeId::of).orElseGet(() -> NodeId.ofPath(name()));
		}

		Optional<TreeTotals> totals() {
			return this.info.flatMap(ApplicationInfo::totals);
		}

		Optional<ExitDescriptor> endReason() {
			return this.info.flatMap(ExitDescriptor::ofEnd);
		}

	}

}
