package io.triotp.supervisor;

import java.util.ArrayList;
import java.util.List;

import io.triotp.Pure;

/**
 * Walks a declared tree without starting anything. Specifications that code makes only at
 * the start have no children here, and neither have dynamic supervisors.
 */
@Pure
public final class DeclaredTree {

	private DeclaredTree() {
	}

	/**
	 * {@return all descendants of a supervisor, depth first, parents before their
	 * children, in start order}
	 * @param supervisor the place of the supervisor
	 * @param spec the specification of the supervisor
	 */
	public static List<DeclaredChild> of(Place supervisor, SupervisorSpec spec) {
		List<DeclaredChild> found = new ArrayList<>();
		spec.children().forEach((child) -> add(supervisor, child, found));
		return List.copyOf(found);
	}

	/**
	 * {@return a child and all its descendants, depth first, parents before their
	 * children, in start order}
	 * @param supervisor the place of its supervisor
	 * @param child the child
	 */
	public static List<DeclaredChild> of(Place supervisor, ChildSpec child) {
		List<DeclaredChild> found = new ArrayList<>();
		add(supervisor, child, found);
		return List.copyOf(found);
	}

	private static void add(Place supervisor, ChildSpec spec, List<DeclaredChild> found) {
		Place place = supervisor.child(spec.id());
		found.add(new DeclaredChild(place, spec));
		spec.children().forEach((child) -> add(place, child, found));
	}

}
