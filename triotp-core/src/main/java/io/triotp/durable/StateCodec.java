package io.triotp.durable;

import io.triotp.server.Call;
import org.jspecify.annotations.Nullable;

/**
 * Turns the state of a kind of servers into bytes and back. Called by the process of the
 * server; what it throws ends the server as any other exception of a callback does.
 *
 * @param <S> the state
 */
public interface StateCodec<S> {

	/**
	 * {@return the version of the form that {@link #encode} gives to states; stored with
	 * each state, and raised when the form changes}
	 */
	int schema();

	/**
	 * {@return the bytes of a state}
	 * @param state the state, not {@code null}
	 * @throws Exception if it cannot be encoded
	 */
	byte[] encode(S state) throws Exception;

	/**
	 * {@return the state of bytes}
	 * @param bytes what was stored
	 * @param schema the version of its form, which may be older than {@link #schema()}
	 * @throws Exception if it cannot be decoded, as when its form is a newer one
	 */
	S decode(byte[] bytes, int schema) throws Exception;

	/**
	 * {@return the bytes of the reply to a request that is remembered} By default there
	 * are none, and servers that get {@link Repeatable} calls end with an error.
	 * @param request the request, whose class says what its reply is
	 * @param reply the reply
	 * @throws Exception if it cannot be encoded
	 */
	default byte[] encodeReply(Call<?, ?> request, @Nullable Object reply) throws Exception {
		throw new UnsupportedOperationException(
				getClass().getName() + " encodes no replies, so that no request with an id can be remembered");
	}

	/**
	 * {@return the reply of bytes}
	 * @param request a request with the id of the one that was answered: if its class is
	 * another one, somebody has used an id twice
	 * @param bytes what was stored
	 * @throws Exception if that is no reply to such a request
	 */
	default @Nullable Object decodeReply(Call<?, ?> request, byte[] bytes) throws Exception {
		throw new UnsupportedOperationException(getClass().getName() + " decodes no replies");
	}

}
