package io.triotp.spring.boot.view;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;

import io.triotp.node.Node;
import io.triotp.process.NodeView;
import io.triotp.spring.boot.view.TreeDescriptor.NodeDescriptor;
import io.triotp.spring.boot.view.TreeRoots.Place;
import io.triotp.supervisor.ChildGlance;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.SupervisorView;
import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Walks through supervision trees level by level, without asking any process, until
 * nothing is left or a limit is reached.
 */
final class TreeReader {

	/** So many children of a dynamic supervisor are shown, unless it is the root. */
	private static final int PAGE = 50;

	/** Besides it there are a page to describe and an answer to write. */
	private static final Duration TIME_LIMIT = Duration.ofMillis(150);

	private final TimeSource time;

	private final NodeView view;

	private final TreeRoots roots;

	private final NodeDescriber describer;

	TreeReader(Node node, KnownApplications applications, Stores stores) {
		this.time = node.host().time();
		this.view = node.view();
		this.roots = new TreeRoots(node, applications);
		this.describer = new NodeDescriber(node, stores);
	}

	/**
	 * {@return the part of the trees that was asked for, or nothing if there is no such
	 * root}
	 */
	Optional<TreeDescriptor> read(TreeRequest request) {
		List<Place> begin = this.roots.find(request);
		boolean isMissing = begin.isEmpty() && (request.root() != null || request.application() != null);
		return isMissing ? Optional.empty() : Optional.of(new Walk(request, after(request)).from(begin));
	}

	/**
	 * {@return where the page before ended}
	 * @throws IllegalArgumentException if the cursor is not one of a tree
	 */
	private static @Nullable Sibling after(TreeRequest request) {
		String cursor = request.cursor();
		return (cursor != null) ? Cursor.parse(cursor)
			.map(TreeSort::after)
			.orElseThrow(() -> new IllegalArgumentException("'" + cursor + "' is no cursor")) : null;
	}

	private final class Walk {

		private final TreeRequest request;

		/** Where the page before ended. */
		private final @Nullable Sibling after;

		private @Nullable Cursor next;

		private final TimeLimit limit = new TimeLimit(TreeReader.this.time, TIME_LIMIT);

		private final Queue<Step> queue = new ArrayDeque<>();

		private final Set<String> seen = new HashSet<>();

		private final Map<String, NodeDescriptor> nodes = new LinkedHashMap<>();

		private boolean truncated;

		Walk(TreeRequest request, @Nullable Sibling after) {
			this.request = request;
			this.after = after;
		}

		TreeDescriptor from(List<Place> begin) {
			List<String> ids = enqueue(begin.stream(), 1);
			this.truncated = ids.size() < begin.size();
			for (Step step = this.queue.poll(); step != null; step = this.queue.poll()) {
				visit(step);
			}
			List<String> warnings = this.limit.wasLate() ? List.of(this.limit.warning()) : List.of();
			return new TreeDescriptor(TreeReader.this.time.instant().truncatedTo(ChronoUnit.MILLIS), ids,
					this.request.depth(), this.request.limit(), this.nodes.size(), this.truncated,
					(this.next != null) ? this.next.toString() : null, this.nodes, warnings);
		}

		private void visit(Step step) {
			List<String> shown = List.of();
			int childCount = 0;
			SupervisorView supervisor = step.place().supervision().orElse(null);
			if (supervisor != null) {
				childCount = supervisor.childCount();
				if (step.level() < this.request.depth() && !this.limit.isLate()) {
					shown = enqueue(page(supervisor, step).map(Place::of), step.level() + 1);
				}
				// Children may have come and gone between the two looks.
				childCount = Math.max(childCount, shown.size());
				this.truncated = this.truncated || shown.size() < childCount;
			}
			this.nodes.put(step.id(),
					TreeReader.this.describer.describe(step.place(), shown, childCount, this.limit::isLate));
		}

		/** Those of the root can be paged through; of others only the first are shown. */
		private Stream<ChildInfo> page(SupervisorView supervisor, Step step) {
			boolean isRoot = step.level() == 1;
			if (!supervisor.isDynamic() && this.request.sort() == TreeSort.SPEC && (!isRoot || this.after == null)
					&& supervisor.childCount() < this.request.limit()) {
				return supervisor.children();
			}
			int size = isRoot ? Math.max(1, this.request.limit() - this.seen.size())
					: supervisor.isDynamic() ? PAGE : TreeRequest.MAX_LIMIT;
			Sibling after = isRoot ? this.after : null;
			Top<Sibling> page = Top.of(
					siblings(supervisor)
						.filter((sibling) -> after == null || TreeSort.order().compare(sibling, after) > 0),
					size, TreeSort.order());
			if (isRoot && page.total() > page.first().size()) {
				this.next = TreeSort.cursor(page.first().getLast());
			}
			return page.first().stream().map(Sibling::child).filter(Objects::nonNull).map(ChildGlance::info);
		}

		private Stream<Sibling> siblings(SupervisorView supervisor) {
			long[] position = { supervisor.isDynamic() ? -1 : 0 };
			return this.limit.of(supervisor.glances())
				.map((child) -> this.request.sort()
					.sibling(child, (position[0] < 0) ? -1 : position[0]++, TreeReader.this.view));
		}

		private List<String> enqueue(Stream<Place> places, int level) {
			List<String> ids = new ArrayList<>();
			places.takeWhile((place) -> this.seen.size() < this.request.limit()).forEach((place) -> {
				Step step = new Step(unique(place), place, level);
				// A child that is just being restarted may be met twice.
				if (this.seen.add(step.id())) {
					ids.add(step.id());
					this.queue.add(step);
				}
			});
			return ids;
		}

		/** Dynamic children may share an id, and so a path. */
		private String unique(Place place) {
			String id = place.id();
			if (place.child().flatMap(ChildInfo::pid).isPresent()) {
				return id;
			}
			String candidate = id;
			for (int i = 2; this.seen.contains(candidate); i++) {
				candidate = id + "." + i;
			}
			return candidate;
		}

	}

	private record Step(String id, Place place, int level) {
	}

}
