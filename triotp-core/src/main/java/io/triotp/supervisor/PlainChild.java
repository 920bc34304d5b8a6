package io.triotp.supervisor;

import io.triotp.process.ProcessBody;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;

/**
 * Starts plain processes as children. They are up as soon as they exist.
 */
final class PlainChild {

	private PlainChild() {
	}

	static StartedChild start(ProcessBody body, ChildContext context) {
		SpawnOptions options = new SpawnOptions(context.name(), context.label(), true, context.mailbox());
		return StartedChild.worker(Self.current().processes().spawn(options, body));
	}

}
