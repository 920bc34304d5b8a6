package io.triotp.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.stress.Scenarios;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A mailbox is a queue, although its process falls asleep and is woken in between, and
 * loses nothing when its process is killed.
 */
public class MailboxLinearizabilityTests {

	@BeforeAll
	static void start_the_node_while_nobody_looks_on() {
		assertThat(StillProcess.NODE.name()).isNotEmpty();
	}

	@Test
	void an_unbounded_mailbox_is_a_queue_and_no_wake_up_is_lost() {
		Scenarios.twoThreads().sequentialSpecification(Model.class).check(Unbounded.class);
	}

	@Test
	void a_bounded_mailbox_is_a_queue_and_no_wake_up_is_lost() {
		Scenarios.twoThreads().sequentialSpecification(Model.class).check(Bounded.class);
	}

	@Test
	void each_message_is_handled_once_or_undelivered_once_whenever_the_process_is_killed() {
		Scenarios.twoThreads().check(Killed.class);
	}

	@Param(name = "text", gen = IntGen.class, conf = "1:5")
	public abstract static class Mailbox {

		private final MailboxCell mailbox;

		Mailbox(MailboxCell mailbox) {
			this.mailbox = mailbox;
		}

		@Operation
		public boolean send(@Param(name = "text") int text) {
			return this.mailbox.enqueue(new Note(text));
		}

		/** Nobody runs a process that is asleep, so it must have nothing to do. */
		@Operation(nonParallelGroup = "process")
		public Object receive() {
			if (this.mailbox.isAsleep()) {
				return null;
			}
			Envelope next = this.mailbox.poll();
			if (next == null) {
				this.mailbox.fallAsleep();
				return null;
			}
			return next.content();
		}

	}

	public static class Unbounded extends Mailbox {

		public Unbounded() {
			super(new PaperMailbox());
		}

	}

	public static class Bounded extends Mailbox {

		public Bounded() {
			super(new StillProcess(new MailboxLimit(100, MailboxLimit.Overflow.REJECT)));
		}

	}

	public static class Model {

		private final ArrayDeque<Integer> waiting = new ArrayDeque<>();

		public boolean send(int text) {
			return this.waiting.add(text);
		}

		public Object receive() {
			return this.waiting.poll();
		}

	}

	/**
	 * Its operations tell nothing: what counts is what has become of the messages in the
	 * end.
	 */
	public static class Killed {

		private final PaperMailbox mailbox = new PaperMailbox();

		private final AtomicBoolean killed = new AtomicBoolean();

		private final AtomicInteger sent = new AtomicInteger();

		private final List<Object> handled = new ArrayList<>();

		@Operation
		public void send() {
			Note note = new Note(this.sent.incrementAndGet());
			if (!this.mailbox.enqueue(note)) {
				this.mailbox.undelivered(note, DeadLetterReason.NO_PROCESS, ExitReason.noProcess());
			}
		}

		/** As a process does, which looks again whether it was killed with a message. */
		@Operation(nonParallelGroup = "process")
		public void receive() {
			if (this.mailbox.isAsleep()) {
				return;
			}
			Envelope next = this.killed.get() ? null : this.mailbox.poll();
			if (this.killed.get()) {
				if (next != null) {
					this.mailbox.undelivered(next, DeadLetterReason.PROCESS_EXITED, ExitReason.killed());
				}
				this.mailbox.discardOutbox(ExitReason.killed());
			}
			else if (next != null) {
				this.handled.add(next.content());
			}
			else {
				this.mailbox.fallAsleep();
			}
		}

		@Operation
		public void kill() {
			if (this.killed.compareAndSet(false, true)) {
				this.mailbox.closeMailbox(ExitReason.killed());
			}
		}

		@Validate
		public void each_message_counts_once() {
			kill();
			receive();
			List<Object> all = new ArrayList<>(this.handled);
			all.addAll(this.mailbox.undelivered());
			if (all.size() != this.sent.get() || all.stream().distinct().count() != all.size()) {
				throw new IllegalStateException(this.sent.get() + " sent, handled " + this.handled + ", undelivered "
						+ this.mailbox.undelivered());
			}
		}

	}

}
