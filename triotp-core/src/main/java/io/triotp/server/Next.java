package io.triotp.server;

import java.time.Duration;
import java.util.Objects;

import io.triotp.process.ExitReason;

/**
 * What may follow any message: go on or stop. A reply is not among them, so a cast cannot
 * be answered.
 *
 * @param <S> the state of the server
 */
public sealed interface Next<S> extends CallResult<S> {

	/**
	 * Goes on.
	 *
	 * @param <S> the state of the server
	 * @param state the new state
	 * @param after what happens next
	 */
	record Continue<S>(S state, After after) implements Next<S> {

		public Continue {
			Objects.requireNonNull(after, "after");
		}

		/**
		 * {@return this result, followed by {@code handleContinue} before the next
		 * message}
		 * @param continuation what {@code handleContinue} gets
		 */
		public Continue<S> then(Object continuation) {
			return new Continue<>(this.state, new After.Then(continuation));
		}

		/**
		 * {@return this result, followed by an {@link IdleTimeout} if no message comes in
		 * time}
		 * @param timeout how long to wait, 0 or more
		 */
		public Continue<S> idle(Duration timeout) {
			return new Continue<>(this.state, new After.Idle(timeout));
		}

	}

	/**
	 * Stops. An unanswered call fails with the reason (OTP G13).
	 *
	 * @param <S> the state of the server
	 * @param reason the exit reason
	 * @param state the state {@code terminate} gets
	 */
	record Stop<S>(ExitReason reason, S state) implements Next<S> {

		public Stop {
			Objects.requireNonNull(reason, "reason");
		}

	}

}
