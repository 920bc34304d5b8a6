package io.triotp.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * All live processes of a node, strongly referenced, and apart from them those whose exit
 * sequence is under way. Intrusive lists, because a map would cost 40 bytes per process
 * and no hot path looks up a process by number.
 */
final class ProcessTable {

	private static final int STRIPES = 256;

	private final Stripe[] stripes = new Stripe[STRIPES];

	ProcessTable() {
		for (int i = 0; i < STRIPES; i++) {
			this.stripes[i] = new Stripe();
		}
	}

	private Stripe stripe(long id) {
		return this.stripes[(int) id & (STRIPES - 1)];
	}

	/** Has no effect on a process that was found by its name and killed before. */
	void add(ProcessCell cell) {
		Stripe stripe = stripe(cell.id());
		stripe.lock.lock();
		try {
			if (!cell.hasLeft()) {
				stripe.head = pushed(cell, stripe.head);
				stripe.size++;
			}
		}
		finally {
			stripe.lock.unlock();
		}
	}

	/** From now on it is no process of the node any more. Has no effect twice. */
	void leave(ProcessCell cell) {
		Stripe stripe = stripe(cell.id());
		stripe.lock.lock();
		try {
			if (cell.hasLeft()) {
				return;
			}
			cell.left();
			if (cell.previousInTable != null || stripe.head == cell) {
				stripe.head = unlinked(cell, stripe.head);
				stripe.size--;
			}
			stripe.leaving = pushed(cell, stripe.leaving);
		}
		finally {
			stripe.lock.unlock();
		}
	}

	/** Forgets a process that has left. */
	void remove(ProcessCell cell) {
		Stripe stripe = stripe(cell.id());
		stripe.lock.lock();
		try {
			if (cell.previousInTable != null || stripe.leaving == cell) {
				stripe.leaving = unlinked(cell, stripe.leaving);
			}
		}
		finally {
			stripe.lock.unlock();
		}
	}

	private static ProcessCell pushed(ProcessCell cell, @Nullable ProcessCell head) {
		cell.nextInTable = head;
		if (head != null) {
			head.previousInTable = cell;
		}
		return cell;
	}

	private static @Nullable ProcessCell unlinked(ProcessCell cell, @Nullable ProcessCell head) {
		ProcessCell previous = cell.previousInTable;
		ProcessCell next = cell.nextInTable;
		if (next != null) {
			next.previousInTable = previous;
		}
		cell.previousInTable = null;
		cell.nextInTable = null;
		if (previous == null) {
			return next;
		}
		previous.nextInTable = next;
		return head;
	}

	@Nullable ProcessCell find(long id) {
		return stripe(id).copy().stream().filter((cell) -> cell.id() == id).findFirst().orElse(null);
	}

	/**
	 * {@return all processes; those that start or end meanwhile may or may not be
	 * included}
	 */
	Stream<ProcessCell> all() {
		return IntStream.range(0, STRIPES).mapToObj((i) -> this.stripes[i].copy()).flatMap(List::stream);
	}

	/** The same without a stream, which is felt with a million. */
	void forEach(Consumer<ProcessCell> observer) {
		for (Stripe stripe : this.stripes) {
			stripe.copy().forEach(observer);
		}
	}

	/**
	 * {@return some of all processes; makes no list of the others}
	 * @param wanted which; called while a lock is held, so it must be quick
	 */
	List<ProcessCell> some(Predicate<ProcessCell> wanted) {
		List<ProcessCell> found = new ArrayList<>();
		for (Stripe stripe : this.stripes) {
			stripe.add(wanted, found);
		}
		return found;
	}

	/**
	 * {@return the processes that have begun their exit sequence and not completed it}
	 */
	Stream<ProcessCell> leaving() {
		return IntStream.range(0, STRIPES).mapToObj((i) -> this.stripes[i].copyOfLeaving()).flatMap(List::stream);
	}

	long size() {
		long size = 0;
		for (Stripe stripe : this.stripes) {
			size += stripe.size;
		}
		return size;
	}

	private static final class Stripe {

		private final ReentrantLock lock = new ReentrantLock();

		/** Guarded by lock, as are the links in the processes. */
		private @Nullable ProcessCell head;

		/** Guarded by lock. */
		private @Nullable ProcessCell leaving;

		/** Written under lock, read by any thread. */
		private volatile int size;

		private List<ProcessCell> copy() {
			this.lock.lock();
			try {
				return copy(this.head, this.size);
			}
			finally {
				this.lock.unlock();
			}
		}

		private void add(Predicate<ProcessCell> wanted, List<ProcessCell> to) {
			this.lock.lock();
			try {
				for (ProcessCell cell = this.head; cell != null; cell = cell.nextInTable) {
					if (wanted.test(cell)) {
						to.add(cell);
					}
				}
			}
			finally {
				this.lock.unlock();
			}
		}

		private List<ProcessCell> copyOfLeaving() {
			this.lock.lock();
			try {
				return copy(this.leaving, 0);
			}
			finally {
				this.lock.unlock();
			}
		}

		private static List<ProcessCell> copy(@Nullable ProcessCell head, int size) {
			List<ProcessCell> cells = new ArrayList<>(size);
			for (ProcessCell cell = head; cell != null; cell = cell.nextInTable) {
				cells.add(cell);
			}
			return cells;
		}

	}

}
