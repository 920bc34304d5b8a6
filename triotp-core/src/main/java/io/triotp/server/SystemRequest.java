package io.triotp.server;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.triotp.process.ReportName;
import org.jspecify.annotations.Nullable;

/**
 * A request of {@link Sys} to a server. The loop answers it, not the callbacks.
 */
sealed interface SystemRequest extends ReportName {

	@Override
	default String reportName() {
		return switch (this) {
			case GetState get -> "Sys.getState";
			case FormatState format -> "Sys.formatState";
			case ReplaceState replace -> "Sys.replaceState";
			case GetStatus get -> "Sys.getStatus";
			case Suspend suspend -> "Sys.suspend";
			case Resume resume -> "Sys.resume";
			case StartStatistics start -> "Sys.startStatistics";
			case GetStatistics get -> "Sys.statistics";
			case StartLog start -> "Sys.startLog";
			case GetLog get -> "Sys.log";
			case Install install -> "Sys.install";
			case Remove remove -> "Sys.remove";
			case NoDebug none -> "Sys.noDebug";
			case Leave leave -> "Sys.stopWhenIdle";
		};
	}

	record GetState() implements SystemRequest {
	}

	record FormatState(Function<@Nullable Object, ? extends @Nullable Object> view) implements SystemRequest {
	}

	record ReplaceState(UnaryOperator<@Nullable Object> function) implements SystemRequest {
	}

	record GetStatus() implements SystemRequest {
	}

	record Suspend() implements SystemRequest {
	}

	record Resume() implements SystemRequest {
	}

	/**
	 * Nobody waits for the answer. A suspended server does not leave: it is not asked
	 * again.
	 */
	record Leave() implements SystemRequest {
	}

	/** A request about debug functions. */
	sealed interface Debug extends SystemRequest {

	}

	record StartStatistics() implements Debug {
	}

	record GetStatistics() implements Debug {
	}

	record StartLog(int last) implements Debug {
	}

	record GetLog() implements Debug {
	}

	/** The id is a name given by the user, or the function itself. */
	record Install(Object id, Predicate<? super SysEvent> function) implements Debug {
	}

	record Remove(Object id) implements Debug {
	}

	record NoDebug() implements Debug {
	}

}
