package io.triotp.process;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Who was started with a link by whom, and which of the dead the living keep for it.
 */
final class Ancestry {

	private Ancestry() {
	}

	/**
	 * Whether a process was started with a link by another or one of its descendants.
	 */
	static boolean descends(ProcessCell cell, ProcessCell ancestor) {
		ProcessCell above = cell.parent;
		while (above != null && above != ancestor) {
			above = above.parent;
		}
		return above != null;
	}

	/**
	 * {@return its label preceded by those of its live parents}
	 */
	static String path(ProcessCell cell, String label) {
		ProcessPath path = new ProcessPath(label);
		for (ProcessCell above = cell.parent; above != null && isInPaths(above)
				&& path.goesOn(); above = above.parent) {
			path.below(above.label);
		}
		return path.toString();
	}

	/**
	 * Whether its label is part of the paths of its children, which may end a long chain.
	 */
	private static boolean isInPaths(ProcessCell cell) {
		return cell.isAlive() && cell.parent != null && cell.label != null;
	}

	/** Whether a process is alive although its starter has ended. */
	static boolean isOrphan(ProcessCell cell) {
		ProcessCell starter = cell.parent;
		return cell.isAlive() && starter != null && !starter.isAlive();
	}

	/** The orphans among processes that descend from another. */
	static List<Pid> orphans(Stream<ProcessCell> all, ProcessCell ancestor) {
		return all.filter((cell) -> isOrphan(cell) && descends(cell, ancestor)).<Pid>map((cell) -> cell).toList();
	}

	/**
	 * Whether a process or one above it has been asked to end or has ended: it will be
	 * told to end as well, or has been.
	 * @param observer where to stop looking, or {@code null}
	 */
	static boolean isLeaving(ProcessCell cell, @Nullable ProcessCell observer) {
		for (ProcessCell each = cell; each != null && each != observer; each = each.parent) {
			if (each.wantsToEnd()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Lets a process skip its dead ancestors but the first of all. Called when it has
	 * ended and none of its code runs: it may have descendants, which retain it, and must
	 * not retain all generations before it in turn. The first is kept because it may be
	 * an application master, whose leftovers are looked for after its end.
	 */
	static void forget(ProcessCell cell) {
		ProcessCell above = cell.parent;
		while (above != null && !above.isAlive()) {
			ProcessCell next = above.parent;
			if (next == null) {
				break;
			}
			above = next;
		}
		cell.parent = above;
	}

}
