package io.triotp.durable;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A state that is to be stored.
 *
 * @param <S> the state
 * @param version its version
 * @param state the state
 * @param bytes the state as bytes, {@code null} to remove what is stored
 * @param reminders the reminders of the server in this state
 * @param events the events of all handlers since the last state that somebody has begun
 * to store
 * @param answered the requests that were answered since then
 * @param since since when a state of its server has waited to be stored, in nanoseconds
 * of the clock
 */
record Unstored<S>(long version, @Nullable S state, byte @Nullable [] bytes, Reminders reminders, List<Object> events,
		List<AnsweredRequest> answered, long since) {
}
