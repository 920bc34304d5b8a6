package io.triotp.process;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts the path and the application of a process into the logging context
 * ({@code org.slf4j.MDC}) while its code runs: each line that a callback or a task logs
 * tells where it comes from. An observer, which a node has if its options say so; it
 * costs each message the changes of that context. Reports of crashes have both keys in
 * any case.
 *
 * <p>
 * Let it be the last of the {@linkplain NodeOptions#observers() observers}: one before it
 * may bring along the whole logging context of the sender.
 */
public final class LoggingContext implements MessageObserver {

	/**
	 * Key of the path of the process, such as {@code shop/orders/worker}: {@value}.
	 */
	public static final String PATH = "triotp.path";

	/**
	 * Key of the application, the first part of that path: {@value}.
	 */
	public static final String APPLICATION = "triotp.application";

	@Override
	public Handling handling(HandledMessage message, @Nullable Trace trace) {
		put(message.path());
		return (outcome) -> remove();
	}

	static void put(String path) {
		MDC.put(PATH, path);
		int end = path.indexOf('/');
		MDC.put(APPLICATION, (end >= 0) ? path.substring(0, end) : path);
	}

	static void remove() {
		MDC.remove(PATH);
		MDC.remove(APPLICATION);
	}

}
