package io.triotp.resource;

import java.util.Objects;

import io.triotp.process.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * What a probe has found. One that is not {@link Healthy} becomes the exit reason of the
 * child, as the detail of an {@link io.triotp.process.ExitReason.Failure}.
 */
public sealed interface Finding {

	/**
	 * All is well.
	 */
	record Healthy() implements Finding {

		@Override
		public String toString() {
			return "healthy";
		}

	}

	/**
	 * It runs, but does not work. One such finding is a symptom; as many in a row as the
	 * probe allows end the child.
	 *
	 * @param what what is wrong, for operators: logs and monitoring show it, so it should
	 * hold nothing that users have entered
	 * @param details what else is known, such as an exception, {@code null} for nothing;
	 * only logs show it
	 */
	record Unhealthy(String what, @Nullable Object details) implements Finding {

		public Unhealthy {
			Objects.requireNonNull(what, "what");
		}

		@Override
		public String toString() {
			return "unhealthy: " + this.what + ((this.details != null) ? ": " + SafeText.of(this.details) : "");
		}

	}

	/**
	 * It has stopped, though nobody has asked it to. That is a fact, so it ends the child
	 * at once.
	 *
	 * @param what how that is known, for operators: logs and monitoring show it, so it
	 * should hold nothing that users have entered
	 */
	record Stopped(String what) implements Finding {

		public Stopped {
			Objects.requireNonNull(what, "what");
		}

		@Override
		public String toString() {
			return "stopped by itself: " + this.what;
		}

	}

	/**
	 * {@return that all is well}
	 */
	static Finding healthy() {
		return Streak.HEALTHY;
	}

	/**
	 * {@return that it runs, but does not work}
	 * @param what what is wrong, without anything that users have entered
	 */
	static Finding unhealthy(String what) {
		return new Unhealthy(what, null);
	}

	/**
	 * {@return that it runs, but does not work}
	 * @param what what is wrong, without anything that users have entered
	 * @param details what else is known, such as an exception, for logs only
	 */
	static Finding unhealthy(String what, Object details) {
		return new Unhealthy(what, Objects.requireNonNull(details, "details"));
	}

	/**
	 * {@return that it has stopped by itself}
	 * @param what how that is known, without anything that users have entered
	 */
	static Finding stopped(String what) {
		return new Stopped(what);
	}

}
