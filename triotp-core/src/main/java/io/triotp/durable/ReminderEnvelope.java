package io.triotp.durable;

import io.triotp.process.Envelope;
import io.triotp.server.Reminder;

/**
 * A reminder on its way to its server.
 */
final class ReminderEnvelope extends Envelope {

	private final Reminder reminder;

	ReminderEnvelope(Reminder reminder) {
		this.reminder = reminder;
	}

	@Override
	public Object content() {
		return this.reminder;
	}

	/** It is given again. */
	@Override
	protected boolean countsAsDeadLetter() {
		return false;
	}

}
