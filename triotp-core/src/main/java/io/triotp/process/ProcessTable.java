package io.triotp.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * All live processes of a node, strongly referenced. Intrusive lists, because a map would
 * cost 40 bytes per process and no hot path looks up a process by number.
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

	void add(ProcessCell cell) {
		Stripe stripe = stripe(cell.id());
		stripe.lock.lock();
		try {
			ProcessCell head = stripe.head;
			cell.nextInTable = head;
			if (head != null) {
				head.previousInTable = cell;
			}
			stripe.head = cell;
			stripe.size++;
		}
		finally {
			stripe.lock.unlock();
		}
	}

	void remove(ProcessCell cell) {
		Stripe stripe = stripe(cell.id());
		stripe.lock.lock();
		try {
			ProcessCell previous = cell.previousInTable;
			ProcessCell next = cell.nextInTable;
			if (previous != null) {
				previous.nextInTable = next;
			}
			else if (stripe.head == cell) {
				stripe.head = next;
			}
			else {
				return;
			}
			if (next != null) {
				next.previousInTable = previous;
			}
			cell.previousInTable = null;
			cell.nextInTable = null;
			stripe.size--;
		}
		finally {
			stripe.lock.unlock();
		}
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

		/** Written under lock, read by any thread. */
		private volatile int size;

		private List<ProcessCell> copy() {
			this.lock.lock();
			try {
				List<ProcessCell> cells = new ArrayList<>(this.size);
				for (ProcessCell cell = this.head; cell != null; cell = cell.nextInTable) {
					cells.add(cell);
				}
				return cells;
			}
			finally {
				this.lock.unlock();
			}
		}

	}

}
