package io.triotp.durable;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A request that was handled.
 *
 * @param id which one
 * @param reply the encoded reply, which must not be changed; {@code null} if it was a
 * cast
 * @param at when it was handled
 * @param replaces when the one of the same id was handled that has been forgotten, and is
 * replaced; {@code null} if there must be none
 */
public record AnsweredRequest(RequestId id, byte @Nullable [] reply, Instant at, @Nullable Instant replaces) {

	public AnsweredRequest {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(at, "at");
	}

}
