package io.triotp.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.triotp.process.ExitReason;

/**
 * The calls a server owes an answer. Its process adds to them; any thread settles them.
 */
final class DeferredCalls {

	private final Set<PendingCall> calls = ConcurrentHashMap.newKeySet();

	void add(PendingCall call) {
		this.calls.add(call);
	}

	void remove(PendingCall call) {
		this.calls.remove(call);
	}

	boolean isEmpty() {
		return this.calls.isEmpty();
	}

	boolean contains(PendingCall call) {
		return this.calls.contains(call);
	}

	void serverExited(ExitReason reason) {
		this.calls.forEach((call) -> call.serverExited(reason));
	}

}
