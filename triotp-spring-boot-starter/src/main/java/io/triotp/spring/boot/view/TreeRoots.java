package io.triotp.spring.boot.view;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.spring.boot.view.KnownApplications.KnownApplication;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.SupervisorView;

/**
 * Finds where a walk through the trees begins.
 */
final class TreeRoots {

	private final Node node;

	private final KnownApplications applications;

	TreeRoots(Node node, KnownApplications applications) {
		this.node = node;
		this.applications = applications;
	}

	/**
	 * {@return where to begin, nothing if the request names what is not there}
	 */
	List<Place> find(TreeRequest request) {
		Stream<KnownApplication> wanted = this.applications.all()
			.stream()
			.filter((each) -> request.application() == null || each.name().equals(request.application()));
		String root = request.root();
		if (root == null) {
			return wanted.map(Place::of).toList();
		}
		Predicate<ChildInfo> leadsTo = leadsTo(root);
		return wanted.map(Place::of).flatMap((place) -> descend(place, root, leadsTo).stream()).limit(1).toList();
	}

	/**
	 * {@return whether a node is the one somebody looks for, or above it}
	 */
	private Predicate<ChildInfo> leadsTo(String root) {
		Optional<Long> process = NodeId.toProcess(root);
		if (process.isPresent()) {
			Set<Pid> chain = withAncestors(process.get());
			return (child) -> child.pid().filter(chain::contains).isPresent();
		}
		String path = NodeId.toPath(root).orElse(root);
		return (child) -> path.equals(child.path()) || path.startsWith(child.path() + "/");
	}

	private Set<Pid> withAncestors(long id) {
		Set<Pid> chain = new HashSet<>();
		Optional<ProcessInfo> place = this.node.view().find(id).flatMap(this.node.view()::info);
		while (place.isPresent() && chain.add(place.get().pid())) {
			place = place.get().parent().flatMap(this.node.view()::info);
		}
		return chain;
	}

	private Optional<Place> descend(Place from, String root, Predicate<ChildInfo> leadsTo) {
		Optional<Place> place = Optional.of(from);
		while (place.isPresent() && !place.get().isCalled(root)) {
			place = place.get()
				.child()
				.filter(leadsTo)
				.flatMap(ChildInfo::supervision)
				.flatMap((SupervisorView supervisor) -> supervisor.children().filter(leadsTo).findFirst())
				.map(Place::of);
		}
		return place;
	}

	/**
	 * A place in a tree.
	 *
	 * @param path the place
	 * @param child what its supervisor knows of it, once its supervisor is there
	 * @param application the application it is the root of, if it is one
	 */
	record Place(String path, Optional<ChildInfo> child, Optional<KnownApplication> application) {

		static Place of(KnownApplication application) {
			return new Place(application.name(), application.root(), Optional.of(application));
		}

		static Place of(ChildInfo child) {
			return new Place(child.path(), Optional.of(child), Optional.empty());
		}

		String id() {
			return this.child.map(NodeId::of).orElseGet(() -> NodeId.ofPath(this.path));
		}

		boolean isCalled(String idOrPath) {
			return idOrPath.equals(id()) || idOrPath.equals(this.path)
					|| NodeId.toPath(idOrPath).filter(this.path::equals).isPresent();
		}

		Optional<SupervisorView> supervision() {
			return this.child.flatMap(ChildInfo::supervision);
		}

	}

}
