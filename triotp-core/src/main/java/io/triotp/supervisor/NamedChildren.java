package io.triotp.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * The children of a dynamic supervisor by name, whether they run, wait for a restart or
 * have ended without the supervisor knowing it yet. Used by the supervisor only.
 *
 * <p>
 * Maintainer's note. A child has its name, so a table of children is all it takes: 6 to
 * 11 bytes for each. The names of the node would not do: a process gives its name back a
 * moment before its supervisor hears of its end.
 */
final class NamedChildren {

	private static final int INITIAL_CAPACITY = 8;

	/** Open addressing; a child that is removed leaves no gap. */
	private @Nullable Child[] children = new Child[INITIAL_CAPACITY];

	private int size;

	@Nullable Child get(String name) {
		return this.children[slot(this.children, name)];
	}

	/** Adds a child, unless it has no name or is there. */
	void add(Child child) {
		String name = child.name();
		if (name == null) {
			return;
		}
		if ((this.size + 1) * 4 > this.children.length * 3) {
			this.children = twiceAsLarge();
		}
		int slot = slot(this.children, name);
		if (this.children[slot] == null) {
			this.size++;
		}
		this.children[slot] = child;
	}

	/** Removes a child, unless another has its name by now. */
	void remove(Child child) {
		String name = child.name();
		int slot = (name != null) ? slot(this.children, name) : 0;
		if (name != null && this.children[slot] == child) {
			this.size--;
			close(slot);
		}
	}

	void clear() {
		this.children = new Child[INITIAL_CAPACITY];
		this.size = 0;
	}

	/** Moves up those behind that would not be found across a gap. */
	private void close(int gap) {
		@Nullable Child[] table = this.children;
		int open = gap;
		for (int slot = after(gap); table[slot] != null; slot = after(slot)) {
			int home = home(table, nameOf(table[slot]));
			boolean reaches = (open <= slot) ? home <= open || home > slot : home <= open && home > slot;
			if (reaches) {
				table[open] = table[slot];
				open = slot;
			}
		}
		table[open] = null;
	}

	private int after(int slot) {
		return (slot + 1 < this.children.length) ? slot + 1 : 0;
	}

	private @Nullable Child[] twiceAsLarge() {
		@Nullable Child[] larger = new Child[this.children.length * 2];
		for (Child child : this.children) {
			if (child != null) {
				larger[slot(larger, nameOf(child))] = child;
			}
		}
		return larger;
	}

	/** The slot of a name, or the empty slot where it belongs. */
	private static int slot(@Nullable Child[] table, String name) {
		int slot = home(table, name);
		for (Child there = table[slot]; there != null && !name.equals(there.name()); there = table[slot]) {
			slot = (slot + 1 < table.length) ? slot + 1 : 0;
		}
		return slot;
	}

	private static int home(@Nullable Child[] table, String name) {
		int hash = name.hashCode() * 0x9E3779B9;
		return (int) (((hash & 0xFFFFFFFFL) * table.length) >>> 32);
	}

	private static String nameOf(@Nullable Child child) {
		String name = (child != null) ? child.name() : null;
		if (name == null) {
			throw new IllegalStateException("a child without a name is among those that have one");
		}
		return name;
	}

}
