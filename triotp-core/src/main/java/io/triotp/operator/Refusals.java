package io.triotp.operator;

import java.time.Duration;

import io.triotp.operator.OperatorException.Failure;
import io.triotp.process.NameTakenException;
import io.triotp.server.CallException;
import io.triotp.supervisor.ChildConflictException;
import io.triotp.supervisor.ChildStartException;
import io.triotp.supervisor.NoSuchChildException;
import io.triotp.time.TimeText;

/**
 * What an exception of a supervisor or a server means to an operator.
 */
final class Refusals {

	private Refusals() {
	}

	static OperatorException of(OperatorAction action, String child, Duration limit, RuntimeException cause) {
		String message = String.valueOf(cause.getMessage());
		return switch (cause) {
			case NoSuchChildException gone -> new OperatorException(Failure.GONE, message, cause);
			case CallException.NoServer gone -> new OperatorException(Failure.GONE, message, cause);
			case CallException.ServerExited gone -> new OperatorException(Failure.GONE, message, cause);
			case CallException.TimedOut late ->
				new OperatorException(Failure.LATE, action + " of '" + child + "' is not done after "
						+ TimeText.of(limit) + " and may be done later; who had to do it is busy", cause);
			case ChildStartException failed -> new OperatorException(Failure.NOT_STARTED, message, cause);
			case NameTakenException taken -> new OperatorException(Failure.NOT_STARTED, message, cause);
			case ChildConflictException conflict -> new OperatorException(Failure.REFUSED, message, cause);
			default -> new OperatorException(Failure.REFUSED, message, cause);
		};
	}

}
