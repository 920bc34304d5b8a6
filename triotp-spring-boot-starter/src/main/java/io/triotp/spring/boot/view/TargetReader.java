package io.triotp.spring.boot.view;

import java.util.Optional;

import io.triotp.history.HistoryEntry;
import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.spring.boot.view.TreeRoots.Place;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.SupervisorView;

/**
 * Finds what an id of an answer means now, which may have been given a while ago.
 */
final class TargetReader {

	private final Node node;

	private final TreeRoots roots;

	TargetReader(Node node, KnownApplications applications) {
		this.node = node;
		this.roots = new TreeRoots(node, applications);
	}

	Optional<Target> find(String id) {
		Optional<Long> number = NodeId.toProcess(id);
		return number.isPresent() ? process(number.get()) : NodeId.toPath(id).flatMap((path) -> place(path, true));
	}

	private Optional<Target> process(long number) {
		Optional<Pid> alive = this.node.view().find(number);
		if (alive.isPresent()) {
			Pid pid = alive.get();
			return Optional.of(new Target(pid.path(), alive, alive, Optional.empty(), "", false));
		}
		// One that has ended is known by what was its place, as far as that is
		// remembered.
		return this.node.history()
			.newest(1, (entry) -> entry.process() == number)
			.stream()
			.map(HistoryEntry::path)
			.findFirst()
			.flatMap((path) -> place(path, false));
	}

	private Optional<Target> place(String path, boolean isPlace) {
		Optional<Place> place = at(path);
		return place.map((each) -> {
			int slash = path.lastIndexOf('/');
			Optional<Pid> supervisor = (slash > 0)
					? at(path.substring(0, slash)).flatMap(Place::supervision).flatMap(SupervisorView::pid)
					: Optional.empty();
			return new Target(path, Optional.empty(), each.child().flatMap(ChildInfo::pid), supervisor,
					each.child().map(ChildInfo::id).orElse(""), isPlace);
		});
	}

	private Optional<Place> at(String path) {
		return this.roots.find(TreeRequest.of(path, null, null, null)).stream().findFirst();
	}

}
