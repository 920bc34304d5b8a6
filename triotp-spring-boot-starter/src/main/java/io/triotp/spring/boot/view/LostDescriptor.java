package io.triotp.spring.boot.view;

import java.time.Instant;
import java.util.List;

import io.triotp.process.DeadLetterReason;

/**
 * Messages that were never handled, by receiver, class and reason.
 *
 * @param generatedAt when it was looked at
 * @param messages the messages, most first
 */
public record LostDescriptor(Instant generatedAt, List<MessagesDescriptor> messages) implements View {

	@Override
	public String toText() {
		if (this.messages.isEmpty()) {
			return "No message was lost\n";
		}
		TextTable table = new TextTable().row("COUNT", "REASON", "FIRST", "LAST", "RECEIVER", "MESSAGE");
		this.messages.forEach((each) -> table.row(String.valueOf(each.count()), each.reason().name(),
				each.first().toString(), each.last().toString(), each.path(), each.message()));
		return table.toString();
	}

	/**
	 * Messages of one kind.
	 *
	 * @param path the place of the receiver
	 * @param message their class
	 * @param reason why they were not handled
	 * @param count how many there were
	 * @param first when the first was lost
	 * @param last when the last was lost
	 */
	public record MessagesDescriptor(String path, String message, DeadLetterReason reason, long count, Instant first,
			Instant last) {
	}

}
