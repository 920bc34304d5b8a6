package io.triotp.server;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * Makes all envelopes of servers, on the thread of the sender. Anything a message should
 * carry from its sender to its handler, such as the context of a trace, would be captured
 * here.
 *
 * <p>
 * Maintainer's note. Put it into subclasses that are made only if there is something to
 * carry: a {@link CastEnvelope} is exactly 24 bytes; one more field makes it 32.
 */
final class Envelopes {

	private Envelopes() {
	}

	/**
	 * {@return a call}
	 * @param request the request
	 * @param node where the server lives
	 * @param target the server, or {@code null} if the name is not registered
	 * @param caller the calling process, or {@code null} if the thread runs none
	 */
	static PendingCall call(Object request, BehaviourHost node, @Nullable Pid target, @Nullable Self caller) {
		return new PendingCall(request, node, target, (caller != null) ? caller.pid() : null);
	}

	static CastEnvelope cast(Object message) {
		return new CastEnvelope(message);
	}

	/** What a server sends to itself if no message comes in time. */
	static IdleTick idleTick(long at) {
		return new IdleTick(at);
	}

}
