package io.triotp.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Who is registered as what. Looking up takes no lock; changes take one.
 */
final class NameTable {

	static final int MAX_LENGTH = 255;

	private final Map<String, ProcessCell> holders = new ConcurrentHashMap<>();

	private final ReentrantLock lock = new ReentrantLock();

	static String requireValid(String name) {
		if (name.isBlank() || name.length() > MAX_LENGTH || !SafeText.of(name).equals(name)) {
			throw new IllegalArgumentException("A name has 1 to " + MAX_LENGTH
					+ " characters, not only blanks and none that controls a terminal, but is '" + SafeText.of(name)
					+ "'");
		}
		return name;
	}

	@Nullable ProcessCell get(String name) {
		ProcessCell holder = this.holders.get(name);
		return (holder != null && holder.isAlive()) ? holder : null;
	}

	void register(String name, ProcessCell cell) {
		requireValid(name);
		this.lock.lock();
		try {
			ProcessCell holder = get(name);
			if (holder != null && holder != cell) {
				throw new NameTakenException(name, holder);
			}
			if (!cell.isAlive()) {
				throw new IllegalStateException("Cannot register " + cell + " as '" + name + "': it has ended");
			}
			if (this.holders.put(name, cell) != cell) {
				cell.names = with(cell.names, name);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean unregister(String name) {
		this.lock.lock();
		try {
			ProcessCell holder = this.holders.remove(name);
			if (holder == null) {
				return false;
			}
			holder.names = without(holder, name);
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Called by the exit sequence: from then on nobody finds the process by name. */
	void release(ProcessCell cell) {
		this.lock.lock();
		try {
			for (String name : cell.nameList()) {
				this.holders.remove(name, cell);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private static Object with(@Nullable Object names, String name) {
		if (names == null) {
			return name;
		}
		List<String> all = new ArrayList<>();
		if (names instanceof String only) {
			all.add(only);
		}
		else {
			((List<?>) names).forEach((each) -> all.add((String) each));
		}
		all.add(name);
		return List.copyOf(all);
	}

	private static @Nullable Object without(ProcessCell cell, String name) {
		List<String> left = new ArrayList<>(cell.nameList());
		left.remove(name);
		return switch (left.size()) {
			case 0 -> null;
			case 1 -> left.get(0);
			default -> List.copyOf(left);
		};
	}

}
