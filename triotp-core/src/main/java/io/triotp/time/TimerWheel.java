package io.triotp.time;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A hierarchical timing wheel: entries that become due at a tick. Knows no clock and no
 * thread; whoever uses it guards it with a lock.
 *
 * <p>
 * Maintainer's note. After Varghese and Lauck (1987), in the form in which an entry lies
 * on the level of the highest group of {@value #BITS} bits in which its tick differs from
 * the present one. Adding and removing change two links, however many entries there are;
 * in the ordered heap of the JDK they move a dozen. When the present tick comes to a slot
 * of a higher level, its entries go to lower ones, {@value #MOVES} at a time, so that
 * whoever waits for the lock does not wait for a million; this happens to an entry at
 * most seven times. As the level depends on nothing but the two ticks, entries of one
 * tick stay in the order in which they were added. A bitmap for each level tells what
 * comes next, so that the thread of the clock can sleep until then. Rejected: a wheel of
 * one level, whose every turn visits a million timers of an hour; a heap in which removed
 * entries are only marked, and keep what their owners have let go.
 */
final class TimerWheel {

	/** Nothing waits. */
	static final long NEVER = Long.MAX_VALUE;

	private static final int BITS = 6;

	private static final int SLOTS = 1 << BITS;

	/** Enough for ticks below 2^48. */
	private static final int LEVELS = 8;

	/** How many entries are moved to lower levels in one call. */
	static final int MOVES = 1_000;

	/** Made when they are needed. */
	private final @Nullable Slot[] slots = new Slot[LEVELS * SLOTS];

	/** For each level, which of its slots hold entries. */
	private final long[] occupied = new long[LEVELS];

	/** What is due, first come first. */
	private final Slot due = new Slot(this, -1, 0);

	/** The slot that the present tick has come to, if it is not empty yet. */
	private @Nullable Slot opened;

	/** What was due before or at this tick has left the levels. */
	private long present;

	/**
	 * Creates an empty wheel.
	 * @param present the tick at which it begins, 0 or more
	 */
	TimerWheel(long present) {
		this.present = present;
	}

	/**
	 * Adds an entry, which is due at once if its tick is over.
	 * @param entry an entry that is in no wheel
	 * @param now the current tick
	 */
	void add(Entry entry, long now) {
		if (now > this.present && next() > now) {
			// The nearer it is to the present, the fewer levels it has to come down.
			this.present = now;
		}
		add(entry);
	}

	private void add(Entry entry) {
		Slot slot = (entry.tick > this.present) ? slotOf(entry.tick) : this.due;
		Link last = slot.previous;
		entry.previous = last;
		entry.next = slot;
		last.next = entry;
		slot.previous = entry;
	}

	private Slot slotOf(long tick) {
		int level = (Long.SIZE - 1 - Long.numberOfLeadingZeros(tick ^ this.present)) / BITS;
		int index = (int) (tick >>> (level * BITS)) & (SLOTS - 1);
		int number = level * SLOTS + index;
		Slot slot = this.slots[number];
		if (slot == null) {
			slot = new Slot(this, level, 1L << index);
			this.slots[number] = slot;
		}
		this.occupied[level] |= slot.bit;
		return slot;
	}

	/**
	 * Removes an entry.
	 * @return whether it was in
	 */
	static boolean remove(Entry entry) {
		Link before = entry.previous;
		Link after = entry.next;
		if (before == entry) {
			return false;
		}
		before.next = after;
		after.previous = before;
		entry.previous = entry;
		entry.next = entry;
		if (before == after && before instanceof Slot slot) {
			slot.isEmptied();
		}
		return true;
	}

	/**
	 * Takes the next entry that is due out of the wheel.
	 * @param now the current tick
	 * @return the entry; {@code null} if there is none, or not yet: then {@link #next()}
	 * is not later than now
	 */
	@Nullable Entry poll(long now) {
		catchUp(now);
		if (!this.due.hasEntries()) {
			return null;
		}
		Entry first = (Entry) this.due.next;
		remove(first);
		return first;
	}

	/**
	 * Lets the present come to now. All that has become due meanwhile goes behind what
	 * was due already, and before what is added from now on: those who want to be due at
	 * once, again and again, must not keep others from it.
	 */
	private void catchUp(long now) {
		int left = MOVES;
		while (left > 0) {
			Slot slot = this.opened;
			if (slot == null) {
				long next = nextSlot();
				if (next > now) {
					this.present = Math.max(this.present, now);
					return;
				}
				slot = open(next);
			}
			left = empty(slot, left);
		}
	}

	/** The present tick comes to a slot. */
	private Slot open(long tick) {
		int level = lowestLevel();
		this.present = tick;
		int number = level * SLOTS + Long.numberOfTrailingZeros(this.occupied[level]);
		Slot slot = Objects.requireNonNull(this.slots[number]);
		this.occupied[level] &= this.occupied[level] - 1;
		this.opened = slot;
		return slot;
	}

	/**
	 * Moves the entries of the opened slot to where they belong now.
	 * @param most how many to move
	 * @return how many more might have been moved
	 */
	private int empty(Slot slot, int most) {
		int left = most;
		while (left > 0 && slot.hasEntries()) {
			Entry entry = (Entry) slot.next;
			remove(entry);
			add(entry);
			left--;
		}
		if (!slot.hasEntries()) {
			this.opened = null;
		}
		return left;
	}

	/**
	 * {@return the tick until which there is nothing to do, or earlier; {@link #NEVER} if
	 * there is no entry}
	 */
	long next() {
		if (this.opened != null || this.due.hasEntries()) {
			return this.present;
		}
		return nextSlot();
	}

	/** The tick of the next slot that holds entries. */
	private long nextSlot() {
		int level = lowestLevel();
		if (level == LEVELS) {
			return NEVER;
		}
		int shift = level * BITS;
		long turn = this.present >>> (shift + BITS) << (shift + BITS);
		return turn | ((long) Long.numberOfTrailingZeros(this.occupied[level]) << shift);
	}

	/** What is on the lowest level comes first. */
	private int lowestLevel() {
		int level = 0;
		while (level < LEVELS && this.occupied[level] == 0) {
			level++;
		}
		return level;
	}

	/** A place in a ring. */
	private static class Link {

		Link previous = this;

		Link next = this;

	}

	/** The two ends of a list. */
	private static final class Slot extends Link {

		private final TimerWheel wheel;

		/** Negative for what is due. */
		private final int level;

		private final long bit;

		Slot(TimerWheel wheel, int level, long bit) {
			this.wheel = wheel;
			this.level = level;
			this.bit = bit;
		}

		boolean hasEntries() {
			return this.next != this;
		}

		void isEmptied() {
			if (this.level >= 0) {
				this.wheel.occupied[this.level] &= ~this.bit;
			}
		}

	}

	/**
	 * Something that becomes due.
	 */
	abstract static class Entry extends Link {

		private final long tick;

		/**
		 * Creates an entry that is in no wheel.
		 * @param tick when it is due, 0 or more
		 */
		Entry(long tick) {
			this.tick = tick;
		}

		long tick() {
			return this.tick;
		}

	}

}
