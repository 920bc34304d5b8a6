package io.triotp.supervisor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

	private static final int INITIAL_CAPACITY = 8;

	/**
	 * In start order, with holes where children were removed, so that tens of thousands
	 * come and go in linear time. Written again after each change of an element, for the
	 * threads that read.
	 */
	private volatile @Nullable Child[] slots;

	/** Used by the supervisor only: the slots before this one have been given away. */
	private int used;

	/** Used by the supervisor only: the slot of each child. */
	private final Map<String, Integer> byId = new HashMap<>();

	private final Map<Pid, Child> byPid = new HashMap<>();

	Children(Collection<Child> children) {
		this.slots = new Child[Math.max(INITIAL_CAPACITY, children.size())];
		children.forEach(this::add);
	}

	List<Child> all() {
		return stream().toList();
	}

	@Override
	public int size() {
		return (int) stream().count();
	}

	@Override
	public Stream<Child> stream() {
		return Arrays.stream(this.slots).filter(Objects::nonNull);
	}

	@Nullable Child get(String id) {
		Integer slot = this.byId.get(id);
		return (slot != null) ? this.slots[slot] : null;
	}

	@Nullable Child withPid(Pid pid) {
		return this.byPid.get(pid);
	}

	void add(Child child) {
		if (this.used == this.slots.length) {
			moveTogether();
		}
		@Nullable Child[] now = this.slots;
		this.byId.put(child.id(), this.used);
		now[this.used++] = child;
		this.slots = now;
	}

	/** Leaves as many slots free as there are children, so this happens rarely. */
	private void moveTogether() {
		List<Child> present = all();
		@Nullable Child[] fresh = new Child[Math.max(INITIAL_CAPACITY, present.size() * 2)];
		this.byId.clear();
		this.used = 0;
		for (Child child : present) {
			this.byId.put(child.id(), this.used);
			fresh[this.used++] = child;
		}
		this.slots = fresh;
	}

	void remove(Collection<Child> gone) {
		@Nullable Child[] now = this.slots;
		for (Child child : gone) {
			Integer slot = this.byId.get(child.id());
			if (slot != null && now[slot] == child) {
				this.byId.remove(child.id());
				now[slot] = null;
			}
		}
		this.slots = now;
		if (this.byId.size() * 4 < this.used && this.used > INITIAL_CAPACITY) {
			moveTogether();
		}
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
		List<Child> all = all();
		return all.subList(all.indexOf(child), all.size());
	}

	/**
	 * {@return the children that are restarted together with the child, itself included}
	 */
	List<Child> affectedBy(Child child, Strategy strategy) {
		return switch (strategy) {
			case ONE_FOR_ONE -> List.of(child);
			case ONE_FOR_ALL -> all();
			case REST_FOR_ONE -> from(child);
		};
	}

	/**
	 * {@return whether another significant child runs or will run again}
	 * @param child the child
	 * @param strategy who is restarted together
	 */
	boolean hasOtherSignificant(Child child, Strategy strategy) {
		return stream().anyMatch((each) -> each != child && each.traits().significant()
				&& (each.isRunning() || each.isRestarting() || waitsWithAnother(each, strategy)));
	}

	/** One that was stopped for the sake of another is started with it. */
	private boolean waitsWithAnother(Child child, Strategy strategy) {
		return strategy != Strategy.ONE_FOR_ONE && !child.isTemporary()
				&& stream().filter(Child::isRestarting).anyMatch((each) -> affectedBy(each, strategy).contains(child));
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
