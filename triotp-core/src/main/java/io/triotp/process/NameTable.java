package io.triotp.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * The registered names of a node. Look-ups take no lock; changes take one.
 *
 * <p>
 * Maintainer's note. Open addressing. The entry for the first name of a process is the
 * process itself, which knows its name; each further name has an {@link Alias}. So a name
 * costs 5 to 11 bytes where a map of the JDK takes 40. A removed entry leaves a grave,
 * which does not end a search; graves disappear when the table is rebuilt. A search
 * during a change sees the table from before or after it.
 */
final class NameTable {

	static final int MAX_LENGTH = 255;

	private static final int INITIAL_CAPACITY = 16;

	private static final Object GRAVE = new Object();

	private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(Object[].class);

	private final ReentrantLock lock = new ReentrantLock();

	/** Replaced as a whole when full. */
	private volatile @Nullable Object[] entries = new Object[INITIAL_CAPACITY];

	private final IntFunction<@Nullable Object[]> maker;

	/** Guarded by lock: entries, graves included. */
	private int used;

	/** Guarded by lock: entries without graves. */
	private int size;

	NameTable() {
		this(Object[]::new);
	}

	/**
	 * Creates an empty table.
	 * @param maker makes it anew with a number of entries; tests let that fail
	 */
	NameTable(IntFunction<@Nullable Object[]> maker) {
		this.maker = maker;
	}

	static String requireValid(String name) {
		Objects.requireNonNull(name, "name");
		if (name.isBlank() || name.length() > MAX_LENGTH || !SafeText.of(name).equals(name)) {
			throw new IllegalArgumentException("A name must have 1 to " + MAX_LENGTH
					+ " characters, not all blank and none a control or format character, but is '" + SafeText.of(name)
					+ "'");
		}
		return name;
	}

	@Nullable ProcessCell get(String name) {
		Objects.requireNonNull(name, "name");
		ProcessCell holder = holder(name);
		return (holder != null && holder.isAlive()) ? holder : null;
	}

	private @Nullable ProcessCell holder(String name) {
		@Nullable Object[] table = this.entries;
		int slot = home(name, table);
		for (Object entry = at(table, slot); entry != null; entry = at(table, slot)) {
			if (entry instanceof ProcessCell cell) {
				if (name.equals(firstName(cell))) {
					return cell;
				}
			}
			else if (entry instanceof Alias(String alias, ProcessCell cell) && alias.equals(name)) {
				return cell;
			}
			slot = after(slot, table);
		}
		return null;
	}

	void register(String name, ProcessCell cell) {
		requireValid(name);
		this.lock.lock();
		try {
			ProcessCell holder = get(name);
			if (holder == cell) {
				return;
			}
			if (holder != null) {
				throw new NameTakenException(name, holder);
			}
			if (!cell.isAlive()) {
				throw new IllegalStateException("Cannot register " + cell + " as '" + name + "': it has ended");
			}
			ProcessCell dying = holder(name);
			if (dying != null) {
				// It is ending and has not released its names yet.
				remove(name, dying);
			}
			// All that may run out of memory comes first: it must leave no name half
			// made.
			Object entry = (cell.names != null) ? new Alias(name, cell) : cell;
			makeRoom();
			switch (cell.names) {
				case String only -> cell.names = new Names(only, name);
				case Names names -> names.add(name);
				case null, default -> cell.names = name;
			}
			add(name, entry);
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean unregister(String name) {
		Objects.requireNonNull(name, "name");
		this.lock.lock();
		try {
			ProcessCell holder = holder(name);
			if (holder == null) {
				return false;
			}
			remove(name, holder);
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Called by the exit sequence; from then on the process cannot be found by name. */
	void release(ProcessCell cell) {
		this.lock.lock();
		try {
			for (String name : namesOf(cell)) {
				if (holder(name) == cell) {
					bury(name);
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return the names of a process, oldest first}
	 */
	List<String> namesOf(ProcessCell cell) {
		this.lock.lock();
		try {
			return switch (cell.names) {
				case String only -> List.of(only);
				case Names names -> List.copyOf(names.all);
				case null, default -> List.of();
			};
		}
		finally {
			this.lock.unlock();
		}
	}

	private void remove(String name, ProcessCell holder) {
		if (!(holder.names instanceof Names names)) {
			bury(name);
			holder.names = null;
			return;
		}
		String oldest = names.oldestBut(name);
		bury(name);
		names.all.remove(name);
		boolean first = name.equals(names.first);
		names.first = oldest;
		if (names.all.size() == 1) {
			holder.names = oldest;
		}
		if (first) {
			// The entry for the first name is the process itself.
			@Nullable Object[] table = this.entries;
			ENTRY.setRelease(table, slot(oldest, table), holder);
		}
	}

	private void makeRoom() {
		if ((this.used + 1) * 4 > this.entries.length * 3) {
			makeAnew();
		}
	}

	/** There is room. */
	private void add(String name, Object entry) {
		@Nullable Object[] table = this.entries;
		int slot = home(name, table);
		while (table[slot] != null && table[slot] != GRAVE) {
			slot = after(slot, table);
		}
		if (table[slot] == null) {
			this.used++;
		}
		this.size++;
		ENTRY.setRelease(table, slot, entry);
	}

	private void bury(String name) {
		@Nullable Object[] table = this.entries;
		ENTRY.setRelease(table, slot(name, table), GRAVE);
		this.size--;
	}

	/** The slot of a name that is in the table. */
	private static int slot(String name, @Nullable Object[] table) {
		int slot = home(name, table);
		while (!name.equals(nameOf(table[slot]))) {
			if (table[slot] == null) {
				throw new IllegalStateException("The name '" + name + "' is not in the table");
			}
			slot = after(slot, table);
		}
		return slot;
	}

	/** Rebuilds the table without graves and with room for as many names again. */
	private void makeAnew() {
		@Nullable Object[] old = this.entries;
		@Nullable Object[] fresh = this.maker.apply(Math.max(INITIAL_CAPACITY, this.size * 2));
		for (Object entry : old) {
			String name = nameOf(entry);
			if (name != null) {
				int slot = home(name, fresh);
				while (fresh[slot] != null) {
					slot = after(slot, fresh);
				}
				fresh[slot] = entry;
			}
		}
		this.used = this.size;
		this.entries = fresh;
	}

	private static @Nullable Object at(@Nullable Object[] table, int slot) {
		return ENTRY.getAcquire(table, slot);
	}

	private static int home(String name, @Nullable Object[] table) {
		long hash = (name.hashCode() * 0x9E3779B9L) & 0xFFFFFFFFL;
		return (int) ((hash * table.length) >>> 32);
	}

	private static int after(int slot, @Nullable Object[] table) {
		return (slot + 1 < table.length) ? slot + 1 : 0;
	}

	private static @Nullable String nameOf(@Nullable Object entry) {
		return switch (entry) {
			case ProcessCell cell -> firstName(cell);
			case Alias(String name, ProcessCell cell) -> name;
			case null, default -> null;
		};
	}

	private static @Nullable String firstName(ProcessCell cell) {
		return switch (cell.names) {
			case String only -> only;
			case Names names -> names.first;
			case null, default -> null;
		};
	}

	/**
	 * The names of a process that has more than one.
	 */
	private static final class Names {

		/** Written under the lock; look-ups read it without. */
		private volatile String first;

		/** Guarded by the lock of the table; oldest first. */
		private final LinkedHashSet<String> all = new LinkedHashSet<>();

		Names(String first, String second) {
			this.first = first;
			this.all.add(first);
			this.all.add(second);
		}

		/** A set that cannot grow has the name all the same. */
		private void add(String name) {
			try {
				this.all.add(name);
			}
			catch (Throwable ex) {
				this.all.remove(name);
				throw ex;
			}
		}

		private String oldestBut(String gone) {
			for (String each : this.all) {
				if (!each.equals(gone)) {
					return each;
				}
			}
			throw new IllegalStateException("A process with one name has no list of names");
		}

	}

	/**
	 * A name that is not the first one of its process.
	 */
	private record Alias(String name, ProcessCell cell) {
	}

}
