package io.triotp.spring.boot.view;

import java.time.Duration;
import java.util.Comparator;
import java.util.function.ToLongBiFunction;

import io.triotp.history.History;
import io.triotp.history.PlaceRecord;
import io.triotp.process.ProcessInfo;
import org.jspecify.annotations.Nullable;

/**
 * What processes can be sorted by.
 */
public enum ProcessSort {

	/** How many messages wait. */
	MAILBOX((process, history) -> process.mailboxSize()),

	/** How many messages have been handled. */
	HANDLED((process, history) -> process.handled()),

	/** How long the present message has been worked on. */
	WORKING((process, history) -> process.working().map(Duration::toNanos).orElse(-1L)),

	/** How often its place has been restarted, as far as is known of it. */
	RESTARTS((process, history) -> history.place(process.path()).map(PlaceRecord::restarts).orElse(0L)),

	/** When it was started. */
	STARTED((process, history) -> process.startedAt()),

	/** Its place in the tree. */
	PATH((process, history) -> 0);

	private final ToLongBiFunction<ProcessInfo, History> key;

	ProcessSort(ToLongBiFunction<ProcessInfo, History> key) {
		this.key = key;
	}

	/** By the number of the process if all else is equal. */
	Comparator<Row> comparator(boolean descending) {
		Comparator<Row> byKey = (this == PATH) ? Comparator.comparing(Row::path) : Comparator.comparingLong(Row::key);
		return (descending ? byKey.reversed() : byKey).thenComparingLong(Row::id);
	}

	/**
	 * {@return whether the greatest come first unless asked otherwise}
	 */
	public boolean isDescending() {
		return this != PATH;
	}

	Row row(ProcessInfo process, History history) {
		return new Row(process, (this == PATH) ? process.path() : "", this.key.applyAsLong(process, history),
				process.pid().id());
	}

	Row row(Cursor cursor) {
		return (this == PATH) ? new Row(null, cursor.value(), 0, cursor.id())
				: new Row(null, "", Long.parseLong(cursor.value()), cursor.id());
	}

	Cursor cursor(Row last) {
		return new Cursor((this == PATH) ? last.path() : Long.toString(last.key()), last.id());
	}

	/**
	 * A process with what it is sorted by. What is compared is read once: it changes all
	 * the time.
	 *
	 * @param process the process, {@code null} for a place between two
	 * @param path its path, if it is sorted by that
	 * @param key the value it is sorted by otherwise
	 * @param id its number
	 */
	record Row(@Nullable ProcessInfo process, String path, long key, long id) {
	}

}
