package io.triotp.facade;

import java.lang.reflect.InvocationTargetException;

import io.triotp.process.ExitException;
import io.triotp.process.ExitReason;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import org.jspecify.annotations.Nullable;

/**
 * Calls the methods of an object, one at a time. What a method declares to throw is an
 * answer; anything else ends the server, and reaches the caller as it is.
 *
 * @param <T> the interface of the object
 */
final class FacadeServer<T> implements GenServer<T, Invocation.Answered, Invocation.Sent> {

	private final T object;

	FacadeServer(T object) {
		this.object = object;
	}

	@Override
	public Class<?> reportedType() {
		return this.object.getClass();
	}

	@Override
	public T init() {
		return this.object;
	}

	@Override
	public CallResult<T> handleCall(Invocation.Answered request, From from, T state) {
		try {
			@Nullable Object result = request.on(state);
			return reply(request, result, state);
		}
		catch (InvocationTargetException ex) {
			Throwable thrown = ex.getTargetException();
			if (request.declares(thrown)) {
				return raise(thrown, state);
			}
			letOut(thrown);
			return new CallResult.ReplyAndStop<>(new CallResult.Answer(null, thrown), ExitReason.crash(thrown), state);
		}
	}

	@Override
	public Next<T> handleCast(Invocation.Sent message, T state) {
		try {
			message.on(state);
			return next(state);
		}
		catch (InvocationTargetException ex) {
			letOut(ex.getTargetException());
			return stop(ex.getTargetException(), state);
		}
	}

	/**
	 * What means something to the server when a handler throws it means the same when a
	 * method does: its own exit, and that the time of its caller has run out.
	 */
	private static void letOut(Throwable thrown) {
		if (thrown instanceof ExitException exit) {
			throw exit;
		}
		if (thrown instanceof CallException.TimedOut late && late.isInherited()) {
			throw late;
		}
	}

	@Override
	public void terminate(ExitReason reason, T state) throws Exception {
		if (state instanceof AutoCloseable closeable) {
			closeable.close();
		}
	}

}
