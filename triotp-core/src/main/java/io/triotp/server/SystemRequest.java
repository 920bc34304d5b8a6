package io.triotp.server;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A request of {@link Sys} to a server. The loop answers it, not the callbacks.
 */
sealed interface SystemRequest {

	record GetState() implements SystemRequest {
	}

	record ReplaceState(UnaryOperator<@Nullable Object> function) implements SystemRequest {
	}

	record GetStatus() implements SystemRequest {
	}

	record Suspend() implements SystemRequest {
	}

	record Resume() implements SystemRequest {
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
