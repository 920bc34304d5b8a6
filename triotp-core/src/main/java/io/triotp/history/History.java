package io.triotp.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.triotp.process.DeadLetterReason;
import io.triotp.process.NodeEvent;
import io.triotp.process.NodeListener;
import io.triotp.process.ProcessEvent;
import io.triotp.server.ServerEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has happened in a node, newest last: crashes, restarts, supervisors that gave up,
 * full mailboxes, handlers that do not return, lost messages and calls, the starts and
 * ends of applications. Routine is not remembered. Bounded by the number of entries and
 * by their size, and keeps no object of a user: exceptions become texts. Any thread may
 * call any method.
 *
 * <p>
 * Maintainer's note. Texts are made before the lock is taken, because that calls code of
 * users. Dead letters and calls that are given up come by the thousand, so those of a
 * kind are counted, and one entry in {@link #QUIET} tells of them; the table of
 * {@link #lostMessages()} has each.
 */
public final class History implements NodeListener {

	/** 2,000 entries. */
	public static final int DEFAULT_CAPACITY = 2_000;

	private static final Logger logger = LoggerFactory.getLogger(History.class);

	/** Some 8 MB at most, with two bytes for a character. */
	private static final long CHARACTERS = 4_000_000;

	private static final int PLACES = 1_000;

	private static final int GROUPS = 200;

	private static final int KINDS_OF_LOSS = 500;

	/**
	 * How long after an entry on dead letters or late calls there is no other of their
	 * kind.
	 */
	private static final Duration QUIET = Duration.ofSeconds(10);

	private final ReentrantLock lock = new ReentrantLock();

	/** This and the next six are guarded by lock. */
	private final EntryRing entries;

	private final EntryRing crashes;

	private final Recent<String, PlaceLog> places = new Recent<>(PLACES);

	private final Recent<String, CrashGroup> groups = new Recent<>(GROUPS);

	private final Recent<Loss, LostMessages> lost = new Recent<>(KINDS_OF_LOSS);

	private final Recent<Loss, Instant> told = new Recent<>(KINDS_OF_LOSS);

	private final Recent<Late, LateCalls> late = new Recent<>(KINDS_OF_LOSS);

	private final CopyOnWriteArrayList<Consumer<HistoryEntry>> watchers = new CopyOnWriteArrayList<>();

	private History(int capacity) {
		this.entries = new EntryRing(capacity, CHARACTERS);
		this.crashes = new EntryRing(Math.max(1, capacity / 8), CHARACTERS / 2);
	}

	/**
	 * {@return an empty history} It remembers what it hears once it is a listener of a
	 * node.
	 * @param capacity how many entries it keeps, at least 1
	 * @throws IllegalArgumentException if that is less
	 */
	public static History of(int capacity) {
		if (capacity < 1) {
			throw new IllegalArgumentException("A history must keep at least 1 entry, not " + capacity);
		}
		return new History(capacity);
	}

	@Override
	public boolean hearsRoutine() {
		return false;
	}

	@Override
	public void onEvent(NodeEvent event) {
		if (event instanceof ProcessEvent.DeadLetter letter) {
			lose(letter);
			return;
		}
		if (event instanceof ServerEvent.CallTimedOut call) {
			late(call);
			return;
		}
		HistoryEntry entry = EntryReader.read(event);
		if (entry != null) {
			remember(entry);
		}
	}

	private void late(ServerEvent.CallTimedOut call) {
		Late kind = new Late(call.path(), call.request());
		HistoryEntry entry = null;
		this.lock.lock();
		try {
			LateCalls before = this.late.get(kind);
			LateCalls all = this.late.change(kind, () -> LateCalls.first(call.at()),
					(known) -> known.oneMore(call.at(), QUIET));
			if (before == null || !before.told().equals(all.told())) {
				entry = EntryReader.read(call, all.count());
				add(entry);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (entry != null) {
			tell(entry);
		}
	}

	private void remember(HistoryEntry entry) {
		this.lock.lock();
		try {
			add(entry);
		}
		finally {
			this.lock.unlock();
		}
		tell(entry);
	}

	private void add(HistoryEntry entry) {
		this.entries.add(entry);
		this.places.change(entry.path(), () -> new PlaceLog(entry.path()).add(entry), (log) -> log.add(entry));
		if (entry.type() == HistoryEntry.Type.PROCESS_CRASHED || entry.type() == HistoryEntry.Type.START_FAILED) {
			this.crashes.add(entry);
			Cause cause = entry.cause().orElseThrow();
			this.groups.change(cause.kind(), () -> CrashGroup.of(entry, cause), (group) -> group.and(entry, cause));
		}
	}

	private void lose(ProcessEvent.DeadLetter letter) {
		Loss loss = new Loss(letter.path(), letter.message().getName(), letter.reason());
		HistoryEntry entry = null;
		this.lock.lock();
		try {
			LostMessages all = this.lost.change(loss,
					() -> new LostMessages(loss.path(), loss.message(), loss.reason(), 1, letter.at(), letter.at()),
					(known) -> known.oneMore(letter.at()));
			Instant before = this.told.get(loss);
			if (before == null || Duration.between(before, letter.at()).compareTo(QUIET) >= 0) {
				this.told.change(loss, letter::at, (last) -> letter.at());
				entry = EntryReader.read(letter, all);
				add(entry);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (entry != null) {
			tell(entry);
		}
	}

	private void tell(HistoryEntry entry) {
		for (Consumer<HistoryEntry> watcher : this.watchers) {
			try {
				watcher.accept(entry);
			}
			catch (Throwable ex) {
				logger.warn("Watcher {} failed on {}", watcher.getClass().getName(), entry.type(), ex);
			}
		}
	}

	/**
	 * Calls a watcher for each entry from now on, on the thread where it happened.
	 * @param watcher must be quick and not throw
	 */
	public void addWatcher(Consumer<HistoryEntry> watcher) {
		this.watchers.add(Objects.requireNonNull(watcher, "watcher"));
	}

	/**
	 * Removes a watcher, if present.
	 * @param watcher the watcher
	 */
	public void removeWatcher(Consumer<HistoryEntry> watcher) {
		Objects.requireNonNull(watcher, "watcher");
		this.watchers.remove(watcher);
	}

	/**
	 * {@return the newest entries that are wanted, newest first}
	 * @param most how many at most
	 * @param wanted which; called while a lock is held, so it must be quick
	 */
	public List<HistoryEntry> newest(int most, Predicate<HistoryEntry> wanted) {
		Objects.requireNonNull(wanted, "wanted");
		return locked(() -> this.entries.newest(most, wanted));
	}

	/**
	 * {@return the entries after a given one that are wanted, oldest first}
	 * @param sequence the number of that entry
	 * @param most how many at most
	 * @param wanted which; called while a lock is held, so it must be quick
	 */
	public List<HistoryEntry> after(long sequence, int most, Predicate<HistoryEntry> wanted) {
		Objects.requireNonNull(wanted, "wanted");
		return locked(() -> this.entries.oldest(most, (each) -> each.sequence() > sequence && wanted.test(each)));
	}

	/**
	 * {@return the newest crashes and failed starts, newest first} They are kept apart
	 * from the others, an eighth as many, so that nothing pushes them out but each other.
	 * @param most how many at most
	 */
	public List<HistoryEntry> crashes(int most) {
		return locked(() -> this.crashes.newest(most, (each) -> true));
	}

	/**
	 * {@return crashes by kind, most frequent first} The 200 kinds that came last are
	 * known.
	 */
	public List<CrashGroup> crashGroups() {
		return locked(this.groups::all).stream()
			.sorted(Comparator.comparingLong(CrashGroup::count).reversed().thenComparing(CrashGroup::kind))
			.toList();
	}

	/**
	 * {@return messages that were never handled, by receiver, type and reason, most
	 * first} The 500 kinds that came last are known.
	 */
	public List<LostMessages> lostMessages() {
		return locked(this.lost::all).stream()
			.sorted(Comparator.comparingLong(LostMessages::count).reversed().thenComparing(LostMessages::path))
			.toList();
	}

	/**
	 * {@return what has happened in a place, empty if nothing or if that is forgotten}
	 * The 1,000 places where something happened last are known.
	 * @param path the path of the place
	 */
	public Optional<PlaceRecord> place(String path) {
		Objects.requireNonNull(path, "path");
		return locked(() -> Optional.ofNullable(this.places.get(path)).map(PlaceLog::record));
	}

	/**
	 * {@return how much is known}
	 */
	public Extent extent() {
		return locked(() -> new Extent(number(this.entries.first()), number(this.entries.last()), this.entries.size(),
				this.entries.capacity(), this.entries.dropped()));
	}

	private static long number(@Nullable HistoryEntry entry) {
		return (entry != null) ? entry.sequence() : 0;
	}

	private <T> T locked(Supplier<T> look) {
		this.lock.lock();
		try {
			return look.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * How much of what has happened is known.
	 *
	 * @param oldest the number of the oldest entry, 0 if there is none
	 * @param newest the number of the newest entry, 0 if there is none
	 * @param entries how many there are
	 * @param capacity how many there can be
	 * @param dropped how many have been forgotten
	 */
	public record Extent(long oldest, long newest, int entries, int capacity, long dropped) {
	}

	private record Late(String path, String request) {
	}

	private record Loss(String path, String message, DeadLetterReason reason) {
	}

}
