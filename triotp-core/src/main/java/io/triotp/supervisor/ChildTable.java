package io.triotp.supervisor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.triotp.process.Pid;
import org.jspecify.annotations.Nullable;

/**
 * The children of a dynamic supervisor by pid. Changed by the supervisor only; any thread
 * may read.
 *
 * <p>
 * Maintainer's note. Open addressing in two arrays takes 11 to 16 bytes per child, where
 * a map of the JDK takes 40. A used slot is never given to another pid before the table
 * is rebuilt, so an iteration misses no child that keeps its pid; a child that gets a new
 * pid meanwhile may be seen twice, or not at all. Rejected: a linked list through the
 * children (two more fields, and no safe way to iterate).
 */
final class ChildTable implements KnownChildren {

	private static final int INITIAL_CAPACITY = 8;

	private static final VarHandle CHILD = MethodHandles.arrayElementVarHandle(Child[].class);

	/** Takes the slot of a removed pid, so that no dead process is retained. */
	private final Pid grave;

	/** Replaced as a whole when it is full. */
	private volatile Slots slots;

	/** Written by the supervisor, read by any thread. */
	private volatile int size;

	/**
	 * Creates an empty table.
	 * @param supervisor the one pid that is never in the table
	 */
	ChildTable(Pid supervisor) {
		this.grave = supervisor;
		this.slots = new Slots(INITIAL_CAPACITY);
	}

	@Override
	public int size() {
		return this.size;
	}

	@Nullable Child get(Pid pid) {
		Slots now = this.slots;
		return now.children[now.slot(pid)];
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
	void put(Pid pid, Child child) {
		if (this.slots.isFull()) {
			this.slots = this.slots.anew(this.size, this.grave);
		}
		if (this.slots.put(pid, child)) {
			this.size++;
		}
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
	@Nullable Child remove(Pid pid) {
		Slots now = this.slots;
		int slot = now.slot(pid);
		Child child = now.children[slot];
		if (child != null) {
			CHILD.setRelease(now.children, slot, null);
			now.pids[slot] = this.grave;
			this.size--;
		}
		return child;
	}

	void clear() {
		this.slots = new Slots(INITIAL_CAPACITY);
		this.size = 0;
	}

	@Override
	public Stream<Child> stream() {
		@Nullable Child[] children = this.slots.children;
		return IntStream.range(0, children.length)
			.mapToObj((slot) -> (Child) CHILD.getAcquire(children, slot))
			.filter(Objects::nonNull);
	}

	private static final class Slots {

		/** Read and written by the supervisor only. */
		private final @Nullable Pid[] pids;

		/** {@code null} where there never was a child, and where it was removed. */
		private final @Nullable Child[] children;

		/** Used by the supervisor only: the number of slots that have a pid. */
		private int used;

		Slots(int capacity) {
			this.pids = new Pid[capacity];
			this.children = new Child[capacity];
		}

		boolean isFull() {
			return this.used * 4 >= this.pids.length * 3;
		}

		/** The slot of a pid, or the unused slot where it belongs. */
		int slot(Pid pid) {
			int length = this.pids.length;
			long hash = (pid.id() * 0x9E3779B97F4A7C15L) >>> 32;
			int slot = (int) ((hash * length) >>> 32);
			for (Pid there = this.pids[slot]; there != null && there != pid; there = this.pids[slot]) {
				slot = (slot + 1 < length) ? slot + 1 : 0;
			}
			return slot;
		}

		/**
		 * {@return whether the pid is new}
		 */
		boolean put(Pid pid, Child child) {
			int slot = slot(pid);
			if (this.pids[slot] == null) {
				this.pids[slot] = pid;
				this.used++;
			}
			boolean absent = this.children[slot] == null;
			CHILD.setRelease(this.children, slot, child);
			return absent;
		}

		/** A copy without graves, with room for half as many children again. */
		Slots anew(int size, Pid grave) {
			Slots fresh = new Slots(Math.max(INITIAL_CAPACITY, size * 2));
			for (int slot = 0; slot < this.pids.length; slot++) {
				Pid pid = this.pids[slot];
				Child child = this.children[slot];
				if (pid != null && pid != grave && child != null) {
					fresh.put(pid, child);
				}
			}
			return fresh;
		}

	}

}
