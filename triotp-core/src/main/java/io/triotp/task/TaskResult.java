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
	 * With a value.
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
	 * Without one.
	 *
	 * @param <V> the type of the value it would have had
	 * @param reason why
	 * @param input the item the task was to work on if it belongs to a stream, otherwise
	 * {@code null}. OTP gives it with {@code zip_input_on_exit} only
	 */
	record Exit<V extends @Nullable Object>(ExitReason reason, @Nullable Object input) implements TaskResult<V> {

		/**
		 * Create the result of a task that belongs to no stream.
		 * @param reason why
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
