package io.triotp.spring.boot.view;

import java.util.Comparator;

import io.triotp.process.NodeView;
import io.triotp.process.Pid;
import io.triotp.supervisor.ChildGlance;

/**
 * What the children of a supervisor can be sorted by.
 */
public enum TreeSort {

	/** In start order; those of a dynamic supervisor by age, the oldest first. */
	SPEC,

	/** By how many messages wait, most first. */
	MAILBOX,

	/** By how often they were restarted, most first. */
	RESTARTS,

	/** By their id. */
	NAME;

	private static final Comparator<Sibling> ORDER = Comparator.comparingLong(Sibling::key)
		.thenComparing(Sibling::name)
		.thenComparingLong(Sibling::number);

	/** The least first, whatever the key is. */
	static Comparator<Sibling> order() {
		return ORDER;
	}

	/**
	 * {@return a child with its place among its siblings}
	 * @param child the child
	 * @param position how many siblings are before it in the specification, if they have
	 * an order
	 * @param view where its process is looked at
	 */
	Sibling sibling(ChildGlance child, long position, NodeView view) {
		long number = child.lastPid().map(Pid::id).orElse(0L);
		return switch (this) {
			case SPEC -> new Sibling(child, (position >= 0) ? position : number, "", number);
			case MAILBOX -> new Sibling(child, -child.pid().map(view::mailboxSize).orElse(0).longValue(), "", number);
			case RESTARTS -> new Sibling(child, -(long) child.restarts(), "", number);
			case NAME -> new Sibling(child, 0, child.id(), number);
		};
	}

	/**
	 * {@return where a page ended}
	 */
	static Cursor cursor(Sibling last) {
		return new Cursor(last.key() + " " + last.name(), last.number());
	}

	/**
	 * {@return the place that a cursor names}
	 * @throws NumberFormatException if it is none of these
	 */
	static Sibling after(Cursor cursor) {
		int space = cursor.value().indexOf(' ');
		if (space < 0) {
			throw new NumberFormatException("no key");
		}
		return new Sibling(null, Long.parseLong(cursor.value().substring(0, space)),
				cursor.value().substring(space + 1), cursor.id());
	}

}
