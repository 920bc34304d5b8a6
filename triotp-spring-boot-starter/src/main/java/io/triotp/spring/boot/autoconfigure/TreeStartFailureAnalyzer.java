package io.triotp.spring.boot.autoconfigure;

import io.triotp.server.StartException;
import io.triotp.spring.boot.lifecycle.TreeStartException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Names the child that did not start, and its bean.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class TreeStartFailureAnalyzer extends AbstractFailureAnalyzer<TreeStartException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TreeStartException cause) {
		if (cause.path() == null) {
			return new FailureAnalysis(cause.getMessage(), "Start the applications it depends on, and let them run.",
					cause);
		}
		StringBuilder description = new StringBuilder("Application '").append(cause.application())
			.append("' could not be started, because one of its children could not:\n\n    Child: ")
			.append(cause.path());
		if (cause.bean() != null) {
			description.append("\n    Bean: ").append(cause.bean());
		}
		Throwable root = root(cause);
		boolean hangs = find(cause, StartException.TimedOut.class) != null;
		description.append(hangs ? "\n    Reason: " : "\n    Exception: ")
			.append(hangs ? root.getMessage() : root)
			.append("\n\nEverything that had been started before has been stopped again.");
		String bean = (cause.bean() != null) ? "bean '" + cause.bean() + "'" : "the child";
		String action = hangs
				? "Let init of " + bean + " return sooner, do long work in handleContinue, or allow it more time with "
						+ "start-timeout of the child or triotp.defaults.start-timeout."
				: "Correct init of " + bean
						+ ", or what it needs. If it may fail for a while, let init succeed and do the "
						+ "work in handleContinue, so that the supervisor restarts it.";
		if (isAnswerOfMock(root)) {
			action = "Let onStart of " + bean + " return a result. If it is a mock: a mock answers null to everything. "
					+ "Replace the reference to the child instead, with @MockitoBean on a ServerRef and the name of the "
					+ "child, such as '" + cause.path() + "'; or use @MockitoSpyBean, which does what the server does.";
		}
		if (find(cause, BeansException.class) != null) {
			action += " If only code starts it, annotate it with @Supervised(discover = false).";
		}
		return new FailureAnalysis(description.toString(), action, cause);
	}

	private static boolean isAnswerOfMock(Throwable root) {
		return String.valueOf(root.getMessage()).startsWith("onStart returned null");
	}

	private static Throwable root(Throwable error) {
		Throwable cause = error;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	private static <T> @Nullable T find(Throwable error, Class<T> type) {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

}
