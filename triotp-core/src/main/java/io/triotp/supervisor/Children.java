package io.triotp.supervisor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.triotp.Pure;
import io.triotp.process.Pid;
import org.jspecify.annotations.Nullable;

/**
 * The children of a supervisor in start order. Changed by the supervisor only; any thread
 * may read the order.
 */
@Pure
final class Children implements KnownChildren {

	/** Replaced as a whole when a child comes or goes. */
	private volatile List<Child> order;

	private final Map<String, Child> byId = new HashMap<>();

	private final Map<Pid, Child> byPid = new HashMap<>();

	Children(Collection<Child> children) {
		this.order = List.copyOf(children);
		children.forEach((child) -> this.byId.put(child.id(), child));
	}

	List<Child> all() {
		return this.order;
	}

	@Override
	public int size() {
		return this.order.size();
	}

	@Override
	public Stream<Child> stream() {
		return this.order.stream();
	}

	@Nullable Child get(String id) {
		return this.byId.get(id);
	}

	@Nullable Child withPid(Pid pid) {
		return this.byPid.get(pid);
	}

	void add(Child child) {
		Child[] longer = this.order.toArray(new Child[this.order.size() + 1]);
		longer[longer.length - 1] = child;
		this.order = List.of(longer);
		this.byId.put(child.id(), child);
	}

	void remove(Collection<Child> gone) {
		if (gone.isEmpty()) {
			return;
		}
		Set<Child> leaving = new HashSet<>(gone);
		this.order = this.order.stream().filter((child) -> !leaving.contains(child)).toList();
		gone.forEach((child) -> this.byId.remove(child.id()));
	}

	void occupy(Pid pid, Child child) {
		this.byPid.put(pid, child);
	}

	void vacate(Pid pid) {
		this.byPid.remove(pid);
	}

	/**
	 * {@return the child and all children started after it}
	 */
	List<Child> from(Child child) {
		List<Child> all = this.order;
		return all.subList(all.indexOf(child), all.size());
	}

	/**
	 * {@return the children that are restarted together with the child, itself included}
	 */
	List<Child> affectedBy(Child child, Strategy strategy) {
		return switch (strategy) {
			case ONE_FOR_ONE -> List.of(child);
			case ONE_FOR_ALL -> this.order;
			case REST_FOR_ONE -> from(child);
		};
	}

	boolean hasOtherSignificant(Child child) {
		return stream().anyMatch(
				(each) -> each != child && each.traits().significant() && (each.isRunning() || each.isRestarting()));
	}

	/**
	 * {@return the children that have a process, the last one started first}
	 */
	static List<Child> runningLastFirst(List<Child> children) {
		List<Child> running = new ArrayList<>(children.size());
		for (Child child : children.reversed()) {
			if (child.isRunning()) {
				running.add(child);
			}
		}
		return running;
	}

	@Override
	public String toString() {
		return Arrays.toString(stream().map(Child::id).toArray());
	}

}
