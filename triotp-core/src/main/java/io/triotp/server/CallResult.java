package io.triotp.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.triotp.process.ExitReason;
import org.jspecify.annotations.Nullable;

/**
 * What may follow a call: a reply, or anything that may follow a cast.
 *
 * @param <S> the state of the server
 */
public sealed interface CallResult<S> permits CallResult.Reply, CallResult.ReplyAndStop, Next {

	/**
	 * Replies and goes on. Made by {@link GenServer#reply} and {@link GenServer#raise}.
	 *
	 * @param <S> the state of the server
	 * @param answer what the caller gets
	 * @param state the new state
	 * @param after what happens next
	 */
	record Reply<S>(Answer answer, S state, After after) implements CallResult<S> {

		public Reply {
			Objects.requireNonNull(answer, "answer");
			Objects.requireNonNull(after, "after");
		}

		/**
		 * {@return this reply, followed by {@code handleContinue} before the next
		 * message}
		 * @param continuation what {@code handleContinue} gets
		 */
		public Reply<S> then(Object continuation) {
			return new Reply<>(this.answer, this.state, Following.then(this.after, new After.Then(continuation)));
		}

		/**
		 * {@return this reply, followed by an {@link IdleTimeout} if no message comes in
		 * time}
		 * @param timeout how long to wait, 0 or more
		 */
		public Reply<S> idle(Duration timeout) {
			return new Reply<>(this.answer, this.state, Following.then(this.after, new After.Idle(timeout)));
		}

		/**
		 * {@return this result, with a reminder that is stored together with the state:
		 * after that time {@code handleInfo} gets a {@link Reminder}, also in another
		 * JVM} Only for durable servers. A reminder of the same name is replaced.
		 * @param name the name of the reminder: not blank, 100 characters at most
		 * @param after after how long it is due, by the clock on the wall, 0 or more
		 */
		public Reply<S> remind(String name, Duration after) {
			return storing(new StoredEffect.Remind(name, after));
		}

		/**
		 * {@return this result, with a reminder that is stored together with the state}
		 * Only for durable servers. A reminder of the same name is replaced.
		 * @param name the name of the reminder: not blank, 100 characters at most
		 * @param due when {@code handleInfo} gets a {@link Reminder}, to the millisecond
		 */
		public Reply<S> remind(String name, Instant due) {
			return storing(new StoredEffect.RemindAt(name, due));
		}

		/**
		 * {@return this result, without a reminder that was set before} Only for durable
		 * servers.
		 * @param name the name of the reminder
		 */
		public Reply<S> cancelReminder(String name) {
			return storing(new StoredEffect.CancelReminder(name));
		}

		/**
		 * {@return this result, with an event that is published in the transaction that
		 * stores the state} Only for durable servers, and where the store publishes
		 * events, as that of Spring does. Whoever listens in the transaction may have it
		 * undone, and then hears of the event again.
		 * @param event the event
		 */
		public Reply<S> publish(Object event) {
			return storing(new StoredEffect.Publish(event));
		}

		private Reply<S> storing(StoredEffect effect) {
			return new Reply<>(this.answer, this.state, Following.storing(this.after, effect));
		}

	}

	/**
	 * Stops, and replies after {@code terminate} has run (OTP G12).
	 *
	 * @param <S> the state of the server
	 * @param answer what the caller gets
	 * @param reason the exit reason
	 * @param state the state {@code terminate} gets
	 */
	record ReplyAndStop<S>(Answer answer, ExitReason reason, S state) implements CallResult<S> {

		public ReplyAndStop {
			Objects.requireNonNull(answer, "answer");
			Objects.requireNonNull(reason, "reason");
		}

	}

	/**
	 * What a caller gets: a value, or an exception that is raised in the caller.
	 *
	 * @param value the value, if {@code error} is {@code null}
	 * @param error the exception, or {@code null}
	 */
	record Answer(@Nullable Object value, @Nullable Throwable error) {
	}

}
