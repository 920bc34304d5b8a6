package io.triotp.server;

import io.triotp.time.Deadline;

/**
 * What becomes of calls nobody waits for any more (ADR 16). Asked by the process of the
 * server.
 */
final class Abandonment {

	private Abandonment() {
	}

	/**
	 * {@return whether a call is skipped: its caller has given up, and the server does
	 * not want it all the same}
	 */
	static <Q extends Call<?, ?>> boolean skips(GenServer<?, Q, ?> server, PendingCall call) {
		return call.isGivenUp() && !isWanted(server, call);
	}

	/**
	 * {@return when work on a call is in vain}
	 */
	static <Q extends Call<?, ?>> Deadline deadline(GenServer<?, Q, ?> server, PendingCall call) {
		Deadline end = call.deadline();
		return (end.isNever() || isWanted(server, call)) ? Deadline.NEVER : end;
	}

	@SuppressWarnings("unchecked")
	private static <Q extends Call<?, ?>> boolean isWanted(GenServer<?, Q, ?> server, PendingCall call) {
		return call.isHandledAnyway() || server.handlesAbandoned((Q) call.content());
	}

	/**
	 * Breaks off a call whose handler made a call of its own and ran out of the time of
	 * its caller. It has returned no new state, so the last one stands; a crash would
	 * make an overloaded server a crashing one. Throws what was thrown if that is
	 * something else.
	 */
	static void breakOff(PendingCall call, CallException.TimedOut thrown) {
		if (!thrown.isInherited() || !call.deadline().isOver()) {
			throw thrown;
		}
		call.brokenOff(thrown);
	}

}
