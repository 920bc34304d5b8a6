package io.triotp.server;

import java.util.stream.Stream;

import io.triotp.Pure;

/**
 * Says where code was that did not return in time.
 */
@Pure
final class WhereItWas {

	private WhereItWas() {
	}

	/**
	 * {@return half a sentence that names the line of the user's code, or of the
	 * library's if there is none; empty if nothing is known}
	 */
	static String text(StackTraceElement[] place) {
		return Stream.concat(Stream.of(place).filter((frame) -> !isOfJdk(frame)), Stream.of(place))
			.findFirst()
			.map((frame) -> ". It was at " + frame)
			.orElse("");
	}

	private static boolean isOfJdk(StackTraceElement frame) {
		String module = frame.getModuleName();
		return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
	}

	/**
	 * {@return the whole stack, as something that logs print; nothing was thrown}
	 */
	static Throwable of(StackTraceElement[] place) {
		Throwable stack = new Throwable("what its thread was doing when the time was over");
		stack.setStackTrace(place);
		return stack;
	}

}
