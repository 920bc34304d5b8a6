package io.triotp.server;

import java.time.Duration;

import io.triotp.process.ExitReason;

/**
 * What may follow any message: go on or stop. A reply is none of it, so a cast cannot be
 * answered.
 *
 * @param <S> the state of the server
 */
public sealed interface Next<S> extends CallResult<S> {

	/**
	 * Go on.
	 *
	 * @param <S> the state of the server
	 * @param state the new state
	 * @param after what happens next
	 */
	record Continue<S>(S state, After after) implements Next<S> {

		/**
		 * {@return this, and {@code handleContinue} before the next message}
		 * @param continuation what it is given
		 */
		public Continue<S> then(Object continuation) {
			return new Continue<>(this.state, new After.Then(continuation));
		}

		/**
		 * {@return this, and an {@link IdleTimeout} if no message comes in time}
		 * @param timeout how long to wait
		 */
		public Continue<S> idle(Duration timeout) {
			return new Continue<>(this.state, new After.Idle(timeout));
		}

	}

	/**
	 * Stop. A call that has not been answered fails with the reason (OTP G13).
	 *
	 * @param <S> the state of the server
	 * @param reason the exit reason
	 * @param state the state {@code terminate} gets
	 */
	record Stop<S>(ExitReason reason, S state) implements Next<S> {
	}

}
