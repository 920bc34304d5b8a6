package io.triotp.durable;

import java.util.Objects;

/**
 * A state as it is stored.
 *
 * @param version how many changes have led to it; of two states of one server, the later
 * one has the higher version
 * @param epoch which incarnation has written it: each has another number, and a later one
 * a higher one
 * @param schema the version of the form that the bytes have
 * @param bytes the encoded state, which must not be changed
 */
public record StoredState(long version, long epoch, int schema, byte[] bytes) {

	public StoredState {
		Objects.requireNonNull(bytes, "bytes");
	}

}
