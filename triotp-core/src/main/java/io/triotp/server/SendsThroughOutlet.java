package io.triotp.server;

import java.util.Objects;

import io.triotp.process.Outlet;

/**
 * Marks a server, or what supplies one at each start, whose process has an
 * {@linkplain Outlet outlet}, which the server
 * {@linkplain io.triotp.process.BehaviourHost#sendThrough gives} in its {@code init}. For
 * authors of behaviours.
 */
public interface SendsThroughOutlet {

	/**
	 * {@return an answer that is given later, by any thread and on behalf of nobody: also
	 * if the process that gives it has been killed}
	 * @param from the origin of the call
	 * @param answer what the caller gets
	 */
	static Outlet.Output heldBack(From from, CallResult.Answer answer) {
		Throwable error = Objects.requireNonNull(answer, "answer").error();
		Object result = (error != null) ? CallOutcome.raised(error) : CallOutcome.of(answer.value());
		return switch (Objects.requireNonNull(from, "from")) {
			case PendingCall call -> new HeldReply(call, call.receiver(), result);
		};
	}

}
