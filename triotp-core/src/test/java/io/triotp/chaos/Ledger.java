package io.triotp.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.triotp.process.DeadLetterReason;
import io.triotp.process.NodeEvent;
import io.triotp.process.NodeListener;
import io.triotp.process.NodeView;
import io.triotp.process.ProcessEvent;

/**
 * What became of each message and each call. Written by any thread.
 */
final class Ledger implements NodeListener {

	private static final int HANDLED = 1;

	private static final int ANSWERED = 1 << 8;

	private static final int FAILED = 1 << 16;

	private final AtomicLong last = new AtomicLong();

	/** For each number how often it was handled, answered and failed. */
	private final AtomicIntegerArray fates;

	private final LongAdder notesAccepted = new LongAdder();

	private final LongAdder notesHandled = new LongAdder();

	/** Dead letters that are no notes. Of a note to nobody no event tells. */
	private final LongAdder otherLost = new LongAdder();

	private volatile long notesLost;

	private final LongAdder crashes = new LongAdder();

	Ledger(int most) {
		this.fates = new AtomicIntegerArray(most);
	}

	/**
	 * {@return the number of the next message or call, or -1 if there are enough}
	 */
	int next() {
		long next = this.last.getAndIncrement();
		return (next < this.fates.length()) ? (int) next : -1;
	}

	void accepted() {
		this.notesAccepted.increment();
	}

	void handledNote(int number) {
		this.notesHandled.increment();
		this.fates.addAndGet(number, HANDLED);
	}

	void handledCall(int number) {
		this.fates.addAndGet(number, HANDLED);
	}

	void answered(int number) {
		this.fates.addAndGet(number, ANSWERED);
	}

	void failed(int number) {
		this.fates.addAndGet(number, FAILED);
	}

	void crashed() {
		this.crashes.increment();
	}

	long crashes() {
		return this.crashes.sum();
	}

	@Override
	public void onEvent(NodeEvent event) {
		if (event instanceof ProcessEvent.DeadLetter letter && letter.message() != Teller.Note.class
				&& letter.reason() != DeadLetterReason.LATE_REPLY) {
			this.otherLost.increment();
		}
	}

	/**
	 * {@return what does not add up} To be asked when nobody sends any more and all
	 * mailboxes are empty.
	 */
	List<String> faults(NodeView view) {
		this.notesLost = Arrays.stream(DeadLetterReason.values())
			.filter((why) -> why != DeadLetterReason.LATE_REPLY)
			.mapToLong(view::deadLetters)
			.sum() - this.otherLost.sum();
		List<String> faults = new ArrayList<>();
		long accepted = this.notesAccepted.sum();
		long handled = this.notesHandled.sum();
		long lost = this.notesLost;
		if (accepted != handled + lost) {
			faults.add("of " + accepted + " notes " + handled + " were handled and " + lost + " counted as lost");
		}
		int used = (int) Math.min(this.last.get(), this.fates.length());
		for (int i = 0; i < used && faults.size() < 20; i++) {
			int fate = this.fates.get(i);
			int times = fate & 0xFF;
			int answers = (fate >> 8) & 0xFF;
			int failures = (fate >> 16) & 0xFF;
			if (times > 1) {
				faults.add(i + " was handled " + times + " times");
			}
			if (answers + failures > 1) {
				faults.add(i + " had " + answers + " answers and " + failures + " failures");
			}
			if (answers > times) {
				faults.add(i + " was answered and never handled");
			}
		}
		return faults;
	}

	@Override
	public String toString() {
		return "%,d crashes; notes: %,d accepted = %,d handled + %,d dead letters; %,d messages and calls".formatted(
				crashes(), this.notesAccepted.sum(), this.notesHandled.sum(), this.notesLost,
				Math.min(this.last.get(), this.fates.length()));
	}

}
