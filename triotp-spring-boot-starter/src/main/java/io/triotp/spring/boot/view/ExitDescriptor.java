package io.triotp.spring.boot.view;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import io.triotp.application.ApplicationInfo;
import io.triotp.process.ExitReason;
import io.triotp.resource.Finding;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildStartException;
import io.triotp.supervisor.GaveUp;
import io.triotp.supervisor.TreeTotals;
import org.jspecify.annotations.Nullable;

/**
 * Why a process ended. Names the class of an exception and never its message, which may
 * hold what users have entered.
 *
 * @param path the place in the tree of the process, where that is not known anyway
 * @param reason the kind of reason
 * @param exception the class of the exception behind it, if there is one
 * @param detail what is known besides and holds nothing of users
 * @param at when
 */
public record ExitDescriptor(@Nullable String path, Kind reason, @Nullable String exception, @Nullable String detail,
		@Nullable Instant at) {

	static ExitDescriptor of(@Nullable String path, ExitReason reason, @Nullable Instant at) {
		Class<?> exception = exceptionOf(reason);
		return new ExitDescriptor(path, Kind.of(reason), (exception != null) ? exception.getName() : null,
				detailOf(reason), (at != null) ? at.truncatedTo(ChronoUnit.MILLIS) : null);
	}

	/**
	 * {@return why an application has ended, nothing while it has not}
	 * @param application the application
	 */
	public static Optional<ExitDescriptor> ofEnd(ApplicationInfo application) {
		return application.endReason().map((reason) -> of(null, reason, endOf(application).orElse(null)));
	}

	/** Of a supervisor that has given up only its last child is known to have ended. */
	private static Optional<Instant> endOf(ApplicationInfo application) {
		return application.root()
			.flatMap(ChildInfo::lastExitAt)
			.or(() -> application.totals().flatMap(TreeTotals::lastExit).map(TreeTotals.LastExit::at));
	}

	/**
	 * {@return all that is known of it as one line for people}
	 */
	String describe() {
		String what = (this.detail != null) ? this.detail : "it has ended with " + this.reason;
		return (this.exception != null) ? what + " (" + this.exception + ")" : what;
	}

	private static @Nullable String detailOf(ExitReason reason) {
		if (reason instanceof ExitReason.Shutdown(GaveUp gaveUp)) {
			return "supervisor '%s' gave up: more than %d restarts within %s, last '%s'".formatted(gaveUp.supervisor(),
					gaveUp.intensity().maxRestarts(), gaveUp.intensity().period(), gaveUp.child());
		}
		if (reason instanceof ExitReason.Failure(Finding finding)) {
			return switch (finding) {
				case Finding.Stopped(String what) -> "it has stopped by itself: " + what;
				case Finding.Unhealthy(String what, Object ignored) -> "it was unhealthy: " + what;
				case Finding.Healthy ignored -> null;
			};
		}
		return null;
	}

	/**
	 * {@return the class of the exception at the bottom of it: what a supervisor gave up
	 * on, why a child did not start; {@code null} if no exception is behind it}
	 * @param reason why a process ended
	 */
	public static @Nullable Class<?> exceptionOf(ExitReason reason) {
		return switch (reason) {
			case ExitReason.Shutdown(GaveUp gaveUp) -> exceptionOf(gaveUp.reason());
			case ExitReason.Crash(ChildStartException failure) when exceptionOf(failure.reason()) != null ->
				exceptionOf(failure.reason());
			case ExitReason.Crash(Throwable cause) -> cause.getClass();
			case ExitReason.Failure(Finding.Unhealthy(String ignored, Throwable cause)) -> cause.getClass();
			default -> null;
		};
	}

	/**
	 * The kinds of reasons.
	 */
	public enum Kind {

		/** It finished. */
		NORMAL,

		/** It was asked to stop, or gave up in an orderly way. */
		SHUTDOWN,

		/** It was a supervisor that had to restart too often. */
		GAVE_UP,

		/** It was killed. */
		KILLED,

		/** There was no such process. */
		NO_PROCESS,

		/** The node of the process is gone or cannot be reached. */
		NODE_DOWN,

		/** Its code threw. */
		CRASH,

		/** A probe found that it had stopped by itself. */
		STOPPED_BY_ITSELF,

		/** Probes found that it did not work. */
		UNHEALTHY,

		/** It ended abnormally without an exception. */
		FAILURE;

		static Kind of(ExitReason reason) {
			return switch (reason) {
				case ExitReason.Normal() -> NORMAL;
				case ExitReason.Shutdown(GaveUp detail) -> GAVE_UP;
				case ExitReason.Shutdown ignored -> SHUTDOWN;
				case ExitReason.Killed() -> KILLED;
				case ExitReason.NoProcess() -> NO_PROCESS;
				case ExitReason.NodeDown ignored -> NODE_DOWN;
				case ExitReason.Crash ignored -> CRASH;
				case ExitReason.Failure(Finding.Stopped ignored) -> STOPPED_BY_ITSELF;
				case ExitReason.Failure(Finding.Unhealthy ignored) -> UNHEALTHY;
				case ExitReason.Failure ignored -> FAILURE;
			};
		}

	}

}
