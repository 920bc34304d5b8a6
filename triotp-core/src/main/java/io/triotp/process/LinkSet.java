package io.triotp.process;

import org.jspecify.annotations.Nullable;

/**
 * The processes linked to one process. Most have one link, to their supervisor, and some
 * supervisors have a million: the field that holds the links is {@code null}, the one
 * {@link ProcessCell}, or a set of this class (open addressing, about 10 bytes a link).
 * Guarded by the lock of the process that owns it.
 */
final class LinkSet {

	private static final int INITIAL_CAPACITY = 8;

	private @Nullable ProcessCell[] table = new ProcessCell[INITIAL_CAPACITY];

	private int size;

	static Object add(@Nullable Object links, ProcessCell cell) {
		if (links == null || links == cell) {
			return cell;
		}
		if (links instanceof ProcessCell single) {
			LinkSet set = new LinkSet();
			set.add(single);
			set.add(cell);
			return set;
		}
		LinkSet set = (LinkSet) links;
		set.add(cell);
		return set;
	}

	static boolean contains(@Nullable Object links, ProcessCell cell) {
		if (links instanceof LinkSet set) {
			return set.table[set.slot(cell)] == cell;
		}
		return links == cell;
	}

	static @Nullable Object remove(@Nullable Object links, ProcessCell cell) {
		if (links == cell) {
			return null;
		}
		if (links instanceof LinkSet set) {
			set.remove(cell);
			return (set.size == 0) ? null : set;
		}
		return links;
	}

	static ProcessCell[] toArray(@Nullable Object links) {
		if (links == null) {
			return new ProcessCell[0];
		}
		if (links instanceof ProcessCell single) {
			return new ProcessCell[] { single };
		}
		LinkSet set = (LinkSet) links;
		ProcessCell[] all = new ProcessCell[set.size];
		int i = 0;
		for (ProcessCell cell : set.table) {
			if (cell != null) {
				all[i++] = cell;
			}
		}
		return all;
	}

	private void add(ProcessCell cell) {
		int slot = slot(cell);
		if (this.table[slot] == cell) {
			return;
		}
		this.table[slot] = cell;
		this.size++;
		if (this.size * 4 > this.table.length * 3) {
			resize();
		}
	}

	/** The slot that holds the cell, or the free one where it belongs. */
	private int slot(ProcessCell cell) {
		int mask = this.table.length - 1;
		int slot = home(cell, mask);
		for (ProcessCell there = this.table[slot]; there != null && there != cell; there = this.table[slot]) {
			slot = (slot + 1) & mask;
		}
		return slot;
	}

	private static int home(ProcessCell cell, int mask) {
		return (int) ((cell.id() * 0x9E3779B97F4A7C15L) >>> 32) & mask;
	}

	private void resize() {
		@Nullable ProcessCell[] old = this.table;
		this.table = new ProcessCell[old.length * 2];
		for (ProcessCell cell : old) {
			if (cell != null) {
				this.table[slot(cell)] = cell;
			}
		}
	}

	/** Closes the gap by moving later entries of the same run back: no tombstones. */
	private void remove(ProcessCell cell) {
		int mask = this.table.length - 1;
		int gap = slot(cell);
		if (this.table[gap] != cell) {
			return;
		}
		this.size--;
		int probe = gap;
		while (true) {
			this.table[gap] = null;
			ProcessCell moved;
			do {
				probe = (probe + 1) & mask;
				moved = this.table[probe];
				if (moved == null) {
					return;
				}
			}
			while (((probe - home(moved, mask)) & mask) < ((probe - gap) & mask));
			this.table[gap] = moved;
			gap = probe;
		}
	}

}
