package io.triotp.spring.boot.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.triotp.history.History;
import io.triotp.history.HistoryEntry;
import io.triotp.node.Node;

/**
 * Collects what happens in a node until somebody fetches it. Bounded, and never holds up
 * those to whom it happens: what is too much is not collected, and that is told. All
 * methods may be called from any thread; {@link #take()} by one at a time.
 */
public final class EventsFeed implements AutoCloseable {

	/** So many entries are collected at most between two calls of {@link #take()}. */
	public static final int CAPACITY = 5_000;

	private final History history;

	private final ConcurrentLinkedQueue<HistoryEntry> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicInteger size = new AtomicInteger();

	private final AtomicBoolean overrun = new AtomicBoolean();

	private final Consumer<HistoryEntry> watcher = this::collect;

	private EventsFeed(History history) {
		this.history = history;
	}

	/**
	 * {@return a feed that collects from now on, until it is closed}
	 * @param node the node
	 */
	public static EventsFeed of(Node node) {
		EventsFeed feed = new EventsFeed(Objects.requireNonNull(node, "node").history());
		feed.history.addWatcher(feed.watcher);
		return feed;
	}

	void collect(HistoryEntry entry) {
		if (this.size.incrementAndGet() > CAPACITY) {
			this.size.decrementAndGet();
			this.overrun.set(true);
			return;
		}
		this.waiting.add(entry);
	}

	/**
	 * {@return what has happened since the last call}
	 */
	public Arrivals take() {
		boolean complete = !this.overrun.getAndSet(false);
		List<HistoryEntry> taken = new ArrayList<>();
		for (HistoryEntry entry = this.waiting.poll(); entry != null; entry = this.waiting.poll()) {
			this.size.decrementAndGet();
			taken.add(entry);
			if (taken.size() == CAPACITY) {
				break;
			}
		}
		taken.sort(Comparator.comparingLong(HistoryEntry::sequence));
		return new Arrivals(List.copyOf(taken), complete);
	}

	/**
	 * Collect nothing more.
	 */
	@Override
	public void close() {
		this.history.removeWatcher(this.watcher);
	}

	/**
	 * What has happened since somebody looked.
	 *
	 * @param entries what has happened, oldest first
	 * @param complete whether that is all
	 */
	public record Arrivals(List<HistoryEntry> entries, boolean complete) {

		public Arrivals {
			entries = List.copyOf(entries);
		}

	}

}
