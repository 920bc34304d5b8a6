package io.triotp.process;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The processes linked to one process. Most processes have one link, to their supervisor;
 * some supervisors have a million. So the field that holds the links is {@code null}, the
 * only {@link Pid}, or a set of this class (open addressing, about 10 bytes per link).
 * Guarded by the lock of the process that owns it.
 */
final class LinkSet {

	private static final int INITIAL_CAPACITY = 8;

	private @Nullable Pid[] table = new Pid[INITIAL_CAPACITY];

	private int size;

	static Object add(@Nullable Object links, Pid pid) {
		if (links == null || links == pid) {
			return pid;
		}
		if (links instanceof Pid single) {
			LinkSet set = new LinkSet();
			set.add(single);
			set.add(pid);
			return set;
		}
		LinkSet set = (LinkSet) links;
		set.add(pid);
		return set;
	}

	static boolean contains(@Nullable Object links, Pid pid) {
		if (links instanceof LinkSet set) {
			return set.table[set.slot(pid)] == pid;
		}
		return links == pid;
	}

	static @Nullable Object remove(@Nullable Object links, Pid pid) {
		if (links == pid) {
			return null;
		}
		if (links instanceof LinkSet set) {
			set.remove(pid);
			return (set.size == 0) ? null : set;
		}
		return links;
	}

	static int count(@Nullable Object links) {
		return (links instanceof LinkSet set) ? set.size : (links != null) ? 1 : 0;
	}

	/**
	 * {@return some of the links}
	 */
	static List<Pid> some(@Nullable Object links, int most) {
		if (links instanceof LinkSet set) {
			return Arrays.stream(set.table).filter(Objects::nonNull).limit(most).toList();
		}
		return (links instanceof Pid single) ? List.of(single) : List.of();
	}

	static Pid[] toArray(@Nullable Object links) {
		if (links == null) {
			return new Pid[0];
		}
		if (links instanceof Pid single) {
			return new Pid[] { single };
		}
		LinkSet set = (LinkSet) links;
		Pid[] all = new Pid[set.size];
		int i = 0;
		for (Pid pid : set.table) {
			if (pid != null) {
				all[i++] = pid;
			}
		}
		return all;
	}

	private void add(Pid pid) {
		if (this.table[slot(pid)] == pid) {
			return;
		}
		if ((this.size + 1) * 4 > this.table.length * 3) {
			resize();
		}
		this.table[slot(pid)] = pid;
		this.size++;
	}

	/** The slot that holds the pid, or the free slot where it belongs. */
	private int slot(Pid pid) {
		int mask = this.table.length - 1;
		int slot = home(pid, mask);
		for (Pid there = this.table[slot]; there != null && there != pid; there = this.table[slot]) {
			slot = (slot + 1) & mask;
		}
		return slot;
	}

	private static int home(Pid pid, int mask) {
		return (int) ((pid.id() * 0x9E3779B97F4A7C15L) >>> 32) & mask;
	}

	private void resize() {
		@Nullable Pid[] old = this.table;
		this.table = new Pid[old.length * 2];
		for (Pid pid : old) {
			if (pid != null) {
				this.table[slot(pid)] = pid;
			}
		}
	}

	/** Closes the gap by moving later entries of the same run back: no tombstones. */
	private void remove(Pid pid) {
		int mask = this.table.length - 1;
		int gap = slot(pid);
		if (this.table[gap] != pid) {
			return;
		}
		this.size--;
		int probe = gap;
		while (true) {
			this.table[gap] = null;
			Pid moved;
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
