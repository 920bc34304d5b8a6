package io.triotp.server;

import java.time.Duration;

import io.triotp.process.ExitReason;
import org.jspecify.annotations.Nullable;

/**
 * What may follow a call: a reply, or everything that may follow a cast.
 *
 * @param <S> the state of the server
 */
public sealed interface CallResult<S> permits CallResult.Reply, CallResult.ReplyAndStop, Next {

	/**
	 * Answer and go on. Made by {@link GenServer#reply} and {@link GenServer#raise}.
	 *
	 * @param <S> the state of the server
	 * @param answer what the caller gets
	 * @param state the new state
	 * @param after what happens next
	 */
	record Reply<S>(Answer answer, S state, After after) implements CallResult<S> {

		/**
		 * {@return this reply, and {@code handleContinue} before the next message}
		 * @param continuation what it is given
		 */
		public Reply<S> then(Object continuation) {
			return new Reply<>(this.answer, this.state, new After.Then(continuation));
		}

		/**
		 * {@return this reply, and an {@link IdleTimeout} if no message comes in time}
		 * @param timeout how long to wait
		 */
		public Reply<S> idle(Duration timeout) {
			return new Reply<>(this.answer, this.state, new After.Idle(timeout));
		}

	}

	/**
	 * Stop, and answer after {@code terminate} (OTP G12).
	 *
	 * @param <S> the state of the server
	 * @param answer what the caller gets
	 * @param reason the exit reason
	 * @param state the state {@code terminate} gets
	 */
	record ReplyAndStop<S>(Answer answer, ExitReason reason, S state) implements CallResult<S> {
	}

	/**
	 * What a caller gets: a value, or an exception that is raised in it.
	 *
	 * @param value the value, if {@code error} is {@code null}
	 * @param error the exception
	 */
	record Answer(@Nullable Object value, @Nullable Throwable error) {
	}

}
