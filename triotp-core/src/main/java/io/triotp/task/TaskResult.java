package io.triotp.task;

import io.triotp.process.ExitReason;
import org.jspecify.annotations.Nullable;

/**
 * How a task ended (OTP K5, K12).
 *
 * @param <V> the type of its value
 */
public sealed interface TaskResult<V extends @Nullable Object> {

	/**
	 * {@return the value}
	 * @throws TaskException.Exited if there is none
	 */
	V orElseThrow();

	/**
	 * The task ended with a value.
	 *
	 * @param <V> the type of the value
	 * @param value the value
	 */
	record Ok<V extends @Nullable Object>(V value) implements TaskResult<V> {

		@Override
		public V orElseThrow() {
			return this.value;
		}

	}

	/**
	 * The task ended without a value.
	 *
	 * @param <V> the type of the value it would have had
	 * @param reason why it ended
	 * @param input the item of the task if it belongs to a stream, otherwise
	 * {@code null}. OTP gives it only with {@code zip_input_on_exit}
	 */
	record Exit<V extends @Nullable Object>(ExitReason reason, @Nullable Object input) implements TaskResult<V> {

		/**
		 * Creates the result of a task that does not belong to a stream.
		 * @param reason why it ended
		 */
		public Exit(ExitReason reason) {
			this(reason, null);
		}

		@Override
		public V orElseThrow() {
			throw new TaskException.Exited("Task", this.reason);
		}

	}

}
