package io.triotp.durable;

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

}
