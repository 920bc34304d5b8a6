package io.triotp.server;

import java.time.Duration;
import java.time.Instant;
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
			return new Ready<>(this.state, Following.then(this.after, new After.Then(continuation)));
		}

		/**
		 * {@return this result, followed by an {@link IdleTimeout} if no message comes in
		 * time}
		 * @param timeout how long to wait, 0 or more
		 */
		public Ready<S> idle(Duration timeout) {
			return new Ready<>(this.state, Following.then(this.after, new After.Idle(timeout)));
		}

		/**
		 * {@return this result, with a reminder that is stored together with the state:
		 * after that time {@code handleInfo} gets a {@link Reminder}, also in another
		 * JVM} Only for durable servers. A reminder of the same name is replaced.
		 * @param name the name of the reminder: not blank, 100 characters at most
		 * @param after after how long it is due, by the clock on the wall, 0 or more
		 */
		public Ready<S> remind(String name, Duration after) {
			return storing(new StoredEffect.Remind(name, after));
		}

		/**
		 * {@return this result, with a reminder that is stored together with the state}
		 * Only for durable servers. A reminder of the same name is replaced.
		 * @param name the name of the reminder: not blank, 100 characters at most
		 * @param due when {@code handleInfo} gets a {@link Reminder}, to the millisecond
		 */
		public Ready<S> remind(String name, Instant due) {
			return storing(new StoredEffect.RemindAt(name, due));
		}

		/**
		 * {@return this result, without a reminder that was set before} Only for durable
		 * servers.
		 * @param name the name of the reminder
		 */
		public Ready<S> cancelReminder(String name) {
			return storing(new StoredEffect.CancelReminder(name));
		}

		/**
		 * {@return this result, with an event that is published in the transaction that
		 * stores the state} Only for durable servers, and where the store publishes
		 * events, as that of Spring does. Whoever listens in the transaction may have it
		 * undone, and then hears of the event again.
		 * @param event the event
		 */
		public Ready<S> publish(Object event) {
			return storing(new StoredEffect.Publish(event));
		}

		private Ready<S> storing(StoredEffect effect) {
			return new Ready<>(this.state, Following.storing(this.after, effect));
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
