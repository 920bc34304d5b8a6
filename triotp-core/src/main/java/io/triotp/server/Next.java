package io.triotp.server;

import java.time.Duration;
import java.time.Instant;
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
			return new Continue<>(this.state, Following.then(this.after, new After.Then(continuation)));
		}

		/**
		 * {@return this result, followed by an {@link IdleTimeout} if no message comes in
		 * time}
		 * @param timeout how long to wait, 0 or more
		 */
		public Continue<S> idle(Duration timeout) {
			return new Continue<>(this.state, Following.then(this.after, new After.Idle(timeout)));
		}

		/**
		 * {@return this result, with a reminder that is stored together with the state:
		 * after that time {@code handleInfo} gets a {@link Reminder}, also in another
		 * JVM} Only for durable servers. A reminder of the same name is replaced.
		 * @param name the name of the reminder: not blank, 100 characters at most
		 * @param after after how long it is due, by the clock on the wall, 0 or more
		 */
		public Continue<S> remind(String name, Duration after) {
			return storing(new StoredEffect.Remind(name, after));
		}

		/**
		 * {@return this result, with a reminder that is stored together with the state}
		 * Only for durable servers. A reminder of the same name is replaced.
		 * @param name the name of the reminder: not blank, 100 characters at most
		 * @param due when {@code handleInfo} gets a {@link Reminder}, to the millisecond
		 */
		public Continue<S> remind(String name, Instant due) {
			return storing(new StoredEffect.RemindAt(name, due));
		}

		/**
		 * {@return this result, without a reminder that was set before} Only for durable
		 * servers.
		 * @param name the name of the reminder
		 */
		public Continue<S> cancelReminder(String name) {
			return storing(new StoredEffect.CancelReminder(name));
		}

		/**
		 * {@return this result, with an event that is published in the transaction that
		 * stores the state} Only for durable servers, and where the store publishes
		 * events, as that of Spring does. Whoever listens in the transaction may have it
		 * undone, and then hears of the event again.
		 * @param event the event
		 */
		public Continue<S> publish(Object event) {
			return storing(new StoredEffect.Publish(event));
		}

		private Continue<S> storing(StoredEffect effect) {
			return new Continue<>(this.state, Following.storing(this.after, effect));
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
