package io.triotp.server;

import java.util.Optional;

import io.triotp.process.Pid;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a call. It may be kept; any thread or process may answer it later (OTP
 * G5).
 */
public sealed interface From permits PendingCall {

	/**
	 * {@return the caller, typed for the reply that its request asks for}
	 * @param <R> the type of the reply
	 * @param request the request this came with
	 * @throws IllegalArgumentException if it came with another request
	 */
	<R extends @Nullable Object> ReplyTo<R> to(Call<?, R> request);

	/**
	 * {@return the calling process, or empty if the calling thread runs none}
	 */
	Optional<Pid> caller();

}
