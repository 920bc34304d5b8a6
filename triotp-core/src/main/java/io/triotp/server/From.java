package io.triotp.server;

import java.util.Optional;

import io.triotp.process.Pid;
import org.jspecify.annotations.Nullable;

/**
 * Where a call came from. May be kept, and answered later by any thread or process (OTP
 * G5).
 */
public sealed interface From permits PendingCall {

	/**
	 * {@return the caller, to be answered with the type its request asks for}
	 * @param <R> the type of the reply
	 * @param request the request this came with
	 * @throws IllegalArgumentException if it came with another request
	 */
	<R extends @Nullable Object> ReplyTo<R> to(Call<?, R> request);

	/**
	 * {@return the process that called, or nothing if it was a thread that runs none}
	 */
	Optional<Pid> caller();

}
