package io.triotp.process;

import java.util.ArrayDeque;

import io.triotp.stress.Scenarios;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A bounded mailbox is one queue, whatever it does with what does not fit.
 */
public class BoundedQueueLinearizabilityTests {

	private static final int CAPACITY = 2;

	@BeforeAll
	static void start_the_node_while_nobody_looks_on() {
		assertThat(StillProcess.NODE.name()).isNotEmpty();
	}

	@Test
	void a_queue_that_rejects_is_linearizable() {
		Scenarios.twoThreads().sequentialSpecification(RejectingModel.class).check(Rejecting.class);
	}

	@Test
	void a_queue_that_drops_the_newest_is_linearizable() {
		Scenarios.twoThreads().sequentialSpecification(DroppingNewestModel.class).check(DroppingNewest.class);
	}

	@Test
	void a_queue_that_drops_the_oldest_is_linearizable() {
		Scenarios.twoThreads().sequentialSpecification(DroppingOldestModel.class).check(DroppingOldest.class);
	}

	@Param(name = "text", gen = IntGen.class, conf = "1:5")
	public abstract static class Queue {

		private final BoundedQueue queue;

		Queue(MailboxLimit.Overflow overflow) {
			this.queue = new BoundedQueue(new MailboxLimit(CAPACITY, overflow), StillProcess.NODE.time());
		}

		@Operation
		public String offer(@Param(name = "text") int text) throws InterruptedException {
			BoundedQueue.Offer offer = this.queue.offer(new Note(text), false);
			return offer.outcome() + ((offer.dropped() != null) ? " " + offer.dropped().content() : "");
		}

		@Operation
		public int force(@Param(name = "text") int text) {
			return this.queue.force(new Note(text));
		}

		@Operation(nonParallelGroup = "process")
		public Object poll() {
			Envelope next = this.queue.poll();
			return (next != null) ? next.content() : null;
		}

		@Operation
		public void close() {
			this.queue.close();
		}

	}

	public static class Rejecting extends Queue {

		public Rejecting() {
			super(MailboxLimit.Overflow.REJECT);
		}

	}

	public static class DroppingNewest extends Queue {

		public DroppingNewest() {
			super(MailboxLimit.Overflow.DROP_NEWEST);
		}

	}

	public static class DroppingOldest extends Queue {

		public DroppingOldest() {
			super(MailboxLimit.Overflow.DROP_OLDEST);
		}

	}

	/** Signals are negative: they do not count. */
	public abstract static class Model {

		private final ArrayDeque<Integer> waiting = new ArrayDeque<>();

		private boolean closed;

		public String offer(int text) {
			if (this.closed) {
				return "CLOSED";
			}
			if (this.waiting.stream().filter((each) -> each > 0).count() >= CAPACITY) {
				return overflow(text, this.waiting);
			}
			this.waiting.add(text);
			return "ACCEPTED";
		}

		abstract String overflow(int text, ArrayDeque<Integer> full);

		public int force(int text) {
			if (this.closed) {
				return 0;
			}
			this.waiting.add(-text);
			return this.waiting.size();
		}

		public Object poll() {
			Integer next = this.waiting.poll();
			return (next != null) ? Math.abs(next) : null;
		}

		public void close() {
			this.closed = true;
		}

	}

	public static class RejectingModel extends Model {

		@Override
		String overflow(int text, ArrayDeque<Integer> full) {
			return "REFUSED";
		}

	}

	public static class DroppingNewestModel extends Model {

		@Override
		String overflow(int text, ArrayDeque<Integer> full) {
			return "DROPPED " + text;
		}

	}

	public static class DroppingOldestModel extends Model {

		@Override
		String overflow(int text, ArrayDeque<Integer> full) {
			int oldest = full.stream().filter((each) -> each > 0).findFirst().orElseThrow();
			full.removeFirstOccurrence(oldest);
			full.add(text);
			return "DROPPED " + oldest;
		}

	}

}
