package io.triotp.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The newest entries, bounded by number and by size. Guarded by its user.
 */
final class EntryRing {

	private final int capacity;

	private final long mostCharacters;

	private final ArrayDeque<HistoryEntry> entries = new ArrayDeque<>();

	private long characters;

	private long dropped;

	EntryRing(int capacity, long mostCharacters) {
		this.capacity = capacity;
		this.mostCharacters = mostCharacters;
	}

	/**
	 * Adds an entry behind all others, whatever its number.
	 */
	void add(HistoryEntry entry) {
		this.entries.addLast(entry);
		this.characters += size(entry);
		while (this.entries.size() > this.capacity
				|| (this.characters > this.mostCharacters && this.entries.size() > 1)) {
			this.characters -= size(this.entries.removeFirst());
			this.dropped++;
		}
	}

	/** Causes are shared, but by how many is not known: they count each time. */
	private static long size(HistoryEntry entry) {
		return entry.size() + entry.cause().map(Cause::size).orElse(0);
	}

	/**
	 * {@return the newest entries that are wanted, newest first}
	 */
	List<HistoryEntry> newest(int most, Predicate<HistoryEntry> wanted) {
		List<HistoryEntry> found = new ArrayList<>();
		for (Iterator<HistoryEntry> all = this.entries.descendingIterator(); all.hasNext() && found.size() < most;) {
			HistoryEntry each = all.next();
			if (wanted.test(each)) {
				found.add(each);
			}
		}
		return found;
	}

	/**
	 * {@return the oldest entries that are wanted, oldest first}
	 */
	List<HistoryEntry> oldest(int most, Predicate<HistoryEntry> wanted) {
		List<HistoryEntry> found = new ArrayList<>();
		for (Iterator<HistoryEntry> all = this.entries.iterator(); all.hasNext() && found.size() < most;) {
			HistoryEntry each = all.next();
			if (wanted.test(each)) {
				found.add(each);
			}
		}
		return found;
	}

	@Nullable HistoryEntry first() {
		return this.entries.peekFirst();
	}

	@Nullable HistoryEntry last() {
		return this.entries.peekLast();
	}

	int size() {
		return this.entries.size();
	}

	int capacity() {
		return this.capacity;
	}

	long dropped() {
		return this.dropped;
	}

}
