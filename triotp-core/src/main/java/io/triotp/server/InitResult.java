package io.triotp.server;

import java.time.Duration;
import java.util.Objects;

import io.triotp.process.ExitReason;

/**
 * How a server starts (OTP S5). A server that cannot start may also just throw.
 *
 * @param <S> the state of the server
 */
public sealed interface InitResult<S> {

	/**
	 * The server is up and running.
	 *
	 * @param <S> the state of the server
	 * @param state the first state
	 * @param after what happens next
	 */
	record Ready<S>(S state, After after) implements InitResult<S> {

		public Ready {
			Objects.requireNonNull(after, "after");
		}

		/**
		 * {@return this result, followed by {@code handleContinue} after {@code start}
		 * has returned to the starter and before any message (OTP S9)}
		 * @param continuation what {@code handleContinue} gets
		 */
		public Ready<S> then(Object continuation) {
			return new Ready<>(this.state, new After.Then(continuation));
		}

		/**
		 * {@return this result, followed by an {@link IdleTimeout} if no message comes in
		 * time}
		 * @param timeout how long to wait, 0 or more
		 */
		public Ready<S> idle(Duration timeout) {
			return new Ready<>(this.state, new After.Idle(timeout));
		}

	}

	/**
	 * There is nothing to do: no process, and no error either.
	 *
	 * @param <S> the state of the server
	 */
	record Ignore<S>() implements InitResult<S> {
	}

	/**
	 * The server refuses to start. The starter gets {@link StartException.Failed} with
	 * the reason; the process ends with {@code normal}, because nothing crashed (OTP S5).
	 * To end it with the reason, throw {@link io.triotp.process.Self#exit} instead.
	 *
	 * @param <S> the state of the server
	 * @param reason why it refuses
	 */
	record Refuse<S>(ExitReason reason) implements InitResult<S> {

		public Refuse {
			Objects.requireNonNull(reason, "reason");
		}

	}

	/**
	 * {@return the result of a server that is up and running}
	 * @param <S> the state of the server
	 * @param state the first state
	 */
	static <S> Ready<S> ready(S state) {
		return new Ready<>(state, After.nothing());
	}

	/**
	 * {@return the result of a server that has nothing to do}
	 * @param <S> the state of the server
	 */
	static <S> InitResult<S> ignore() {
		return new Ignore<>();
	}

	/**
	 * {@return the result of a server that refuses to start}
	 * @param <S> the state of the server
	 * @param reason why it refuses
	 */
	static <S> InitResult<S> refuse(ExitReason reason) {
		return new Refuse<>(reason);
	}

}
