package io.triotp.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.triotp.process.ExitReason;
import io.triotp.process.SafeText;
import io.triotp.resource.Finding;
import io.triotp.supervisor.ChildStartException;
import io.triotp.supervisor.GaveUp;
import org.jspecify.annotations.Nullable;

/**
 * Makes texts of exit reasons. Calls code of users, the messages of exceptions among it,
 * so no lock may be held.
 */
final class CauseReader {

	/** Not where a mistake of a user is. */
	private static final List<String> OTHERS = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "kotlin.",
			"kotlinx.", "org.springframework.", "reactor.", "io.triotp.agent.", "io.triotp.application.",
			"io.triotp.flight.", "io.triotp.history.", "io.triotp.mailbox.", "io.triotp.node.", "io.triotp.process.",
			"io.triotp.registry.", "io.triotp.resource.", "io.triotp.server.", "io.triotp.spring.boot.",
			"io.triotp.supervisor.", "io.triotp.task.", "io.triotp.time.");

	private static final int LONGEST_FRAME = 200;

	private static final int MOST_CAUSES = 5;

	private CauseReader() {
	}

	static Cause read(ExitReason reason) {
		Throwable exception = exceptionOf(reason);
		if (exception == null) {
			return new Cause(kind(reason), Optional.empty(), SafeText.of(reason), "", List.of());
		}
		List<String> frames = new ArrayList<>();
		String where = "";
		Throwable each = exception;
		for (int depth = 0; each != null && depth < MOST_CAUSES && frames.size() < Cause.FRAMES; depth++) {
			if (depth > 0) {
				frames.add("caused by " + each.getClass().getName() + ": " + message(each));
			}
			StackTraceElement[] stack = stack(each);
			if (where.isEmpty() || depth > 0 && isOwn(stack)) {
				where = first(stack);
			}
			add(stack, frames);
			each = cause(each);
		}
		return new Cause(kind(reason), Optional.of(exception.getClass().getName()), message(exception), where, frames);
	}

	private static void add(StackTraceElement[] stack, List<String> frames) {
		for (StackTraceElement frame : stack) {
			if (frames.size() == Cause.FRAMES) {
				return;
			}
			frames.add(text(frame));
		}
	}

	private static String text(StackTraceElement frame) {
		String text = frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName()
				+ ((frame.getLineNumber() > 0) ? ":" + frame.getLineNumber() : "") + ")";
		return (text.length() <= LONGEST_FRAME) ? text : text.substring(0, LONGEST_FRAME - 1) + "…";
	}

	private static boolean isOwn(StackTraceElement[] stack) {
		for (StackTraceElement frame : stack) {
			if (isOwn(frame)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isOwn(StackTraceElement frame) {
		return OTHERS.stream().noneMatch(frame.getClassName()::startsWith);
	}

	private static String first(StackTraceElement[] stack) {
		for (StackTraceElement frame : stack) {
			if (isOwn(frame)) {
				return text(frame);
			}
		}
		return (stack.length > 0) ? text(stack[0]) : "";
	}

	private static String message(Throwable exception) {
		try {
			String message = exception.getMessage();
			return (message != null) ? SafeText.of(message) : "";
		}
		catch (Throwable ex) {
			return "<its message could not be had: " + ex.getClass().getName() + ">";
		}
	}

	private static StackTraceElement[] stack(Throwable exception) {
		try {
			StackTraceElement[] stack = exception.getStackTrace();
			return (stack != null) ? stack : new StackTraceElement[0];
		}
		catch (Throwable ex) {
			return new StackTraceElement[0];
		}
	}

	private static @Nullable Throwable cause(Throwable exception) {
		try {
			return exception.getCause();
		}
		catch (Throwable ex) {
			return null;
		}
	}

	/** What is at the bottom of it: what a supervisor gave up on, why a start failed. */
	private static @Nullable Throwable exceptionOf(ExitReason reason) {
		return switch (reason) {
			case ExitReason.Shutdown(GaveUp gaveUp) -> exceptionOf(gaveUp.reason());
			case ExitReason.Crash(ChildStartException failure) when exceptionOf(failure.reason()) != null ->
				exceptionOf(failure.reason());
			case ExitReason.Crash(Throwable cause) -> cause;
			case ExitReason.Failure(Finding.Unhealthy(String ignored, Throwable cause)) -> cause;
			default -> null;
		};
	}

	private static Cause.Reason kind(ExitReason reason) {
		return switch (reason) {
			case ExitReason.Normal() -> Cause.Reason.NORMAL;
			case ExitReason.Shutdown(GaveUp detail) -> Cause.Reason.GAVE_UP;
			case ExitReason.Shutdown ignored -> Cause.Reason.SHUTDOWN;
			case ExitReason.Killed() -> Cause.Reason.KILLED;
			case ExitReason.NoProcess() -> Cause.Reason.NO_PROCESS;
			case ExitReason.NodeDown ignored -> Cause.Reason.NODE_DOWN;
			case ExitReason.Crash ignored -> Cause.Reason.CRASH;
			case ExitReason.Failure(Finding.Stopped ignored) -> Cause.Reason.STOPPED_BY_ITSELF;
			case ExitReason.Failure(Finding.Unhealthy ignored) -> Cause.Reason.UNHEALTHY;
			case ExitReason.Failure ignored -> Cause.Reason.FAILURE;
		};
	}

}
