package io.triotp.spring.boot.view;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.spring.boot.view.KnownApplications.KnownApplication;
import io.triotp.supervisor.ChildGlance;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.SupervisorView;

/**
 * Finds where a walk through the trees begins.
 */
final class TreeRoots {

	/** From so many children on all processors look for one. */
	private static final int MANY = 50_000;

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
		Search search = search(root);
		return wanted.map(Place::of).flatMap((place) -> descend(place, root, search).stream()).limit(1).toList();
	}

	private Search search(String root) {
		Optional<Long> process = NodeId.toProcess(root);
		return process.isPresent() ? new Search.ForProcess(withAncestors(process.get()))
				: new Search.ForPath(NodeId.toPath(root).orElse(root));
	}

	private Set<Pid> withAncestors(long id) {
		Set<Pid> chain = new HashSet<>();
		Optional<ProcessInfo> place = this.node.view().find(id).flatMap(this.node.view()::info);
		while (place.isPresent() && chain.add(place.get().pid())) {
			place = place.get().parent().flatMap(this.node.view()::info);
		}
		return chain;
	}

	private Optional<Place> descend(Place from, String root, Search search) {
		Optional<Place> place = Optional.of(from);
		while (place.isPresent() && !place.get().isCalled(root)) {
			place = place.get()
				.child()
				.filter(search::leadsTo)
				.flatMap(ChildInfo::supervision)
				.flatMap(search::next)
				.map(Place::of);
		}
		return place;
	}

	/**
	 * Finds the way to a node: one child of each supervisor leads there.
	 */
	private sealed interface Search {

		boolean leadsTo(ChildInfo child);

		/** Looks at each child at a glance only: there may be a million. */
		Optional<ChildInfo> next(SupervisorView supervisor);

		record ForProcess(Set<Pid> chain) implements Search {

			@Override
			public boolean leadsTo(ChildInfo child) {
				return child.pid().filter(this.chain::contains).isPresent();
			}

			@Override
			public Optional<ChildInfo> next(SupervisorView supervisor) {
				return supervisor.glances()
					.filter((child) -> child.pid().filter(this.chain::contains).isPresent())
					.findFirst()
					.map(ChildGlance::info);
			}

		}

		record ForPath(String path) implements Search {

			@Override
			public boolean leadsTo(ChildInfo child) {
				return isAtOrBelow(child.path());
			}

			private boolean isAtOrBelow(String place) {
				return this.path.startsWith(place)
						&& (this.path.length() == place.length() || this.path.charAt(place.length()) == '/');
			}

			@Override
			public Optional<ChildInfo> next(SupervisorView supervisor) {
				String rest = this.path.substring(Math.min(this.path.length(), supervisor.path().length() + 1));
				boolean many = supervisor.childCount() > MANY;
				// Each look waits for memory; two cores wait for two at a time.
				Stream<ChildGlance> all = many ? supervisor.glances().parallel() : supervisor.glances();
				Optional<ChildInfo> found = all.filter((child) -> rest.startsWith(child.id()))
					.map(ChildGlance::info)
					.filter(this::leadsTo)
					.findFirst();
				// In a view of somebody else's supervisor a path need not end with the
				// id;
				// of many children it must.
				return (found.isPresent() || many) ? found : supervisor.children().filter(this::leadsTo).findFirst();
			}

		}

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
