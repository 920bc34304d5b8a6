package io.triotp.server;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.triotp.Pure;

/**
 * Says where code was that did not return in time. For authors of behaviours.
 */
@Pure
public final class WhereItWas {

	private WhereItWas() {
	}

	/**
	 * {@return half a sentence that names the line of the user's code, or of the
	 * library's if there is none; empty if nothing is known}
	 */
	static String text(StackTraceElement[] place) {
		return frame(place).map((frame) -> ". It was at " + frame).orElse("");
	}

	/**
	 * {@return the line of the user's code, or of the library's if there is none; empty
	 * if nothing is known}
	 * @param place the stack of its thread
	 */
	public static Optional<StackTraceElement> frame(StackTraceElement[] place) {
		Objects.requireNonNull(place, "place");
		return Stream.concat(Stream.of(place).filter((frame) -> !isOfJdk(frame)), Stream.of(place)).findFirst();
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
