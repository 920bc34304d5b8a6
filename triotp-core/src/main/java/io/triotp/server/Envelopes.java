package io.triotp.server;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.process.Traces;
import org.jspecify.annotations.Nullable;

/**
 * Makes all envelopes of servers, on the thread of the sender.
 * <p>
 * Maintainer's note. What a message carries for observers is in subclasses that are made
 * only if there is something to carry: a {@link CastEnvelope} is exactly 24 bytes; one
 * more field makes it 32.
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

	/**
	 * {@return a call that carries what the observers of the node want}
	 * @param async the reference it is sent through, if the caller does not wait
	 */
	static PendingCall observedCall(Object request, BehaviourHost node, @Nullable Pid target, @Nullable Self caller,
			@Nullable Traces traces, @Nullable Object async) {
		Pid pid = (caller != null) ? caller.pid() : null;
		return (traces != null) ? new ObservedCall(request, node, target, pid, traces, async)
				: new PendingCall(request, node, target, pid);
	}

	static CastEnvelope cast(Object message) {
		return new CastEnvelope(message);
	}

	/**
	 * {@return a cast that carries what the observers of the node want}
	 */
	static CastEnvelope observedCast(Object message, @Nullable Traces traces) {
		return (traces != null) ? new ObservedCast(message, traces) : new CastEnvelope(message);
	}

	/** What a server sends to itself if no message comes in time. */
	static IdleTick idleTick(long at) {
		return new IdleTick(at);
	}

}
