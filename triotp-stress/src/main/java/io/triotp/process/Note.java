package io.triotp.process;

/**
 * A message of which nothing is final: only the mailbox publishes what it carries.
 */
final class Note extends Envelope {

	int text;

	Note(int text) {
		this.text = text;
	}

	@Override
	public Object content() {
		return this.text;
	}

}
