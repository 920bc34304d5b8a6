package io.triotp.spring.boot.autoconfigure;

import java.util.List;

/**
 * Tells whether the JVM is ours to end: a main method is running on this thread, and no
 * test. Spring Boot's developer tools look at the stack in the same way.
 */
final class MainMethod {

	private static final List<String> TESTS = List.of("org.junit.", "org.testng.", "org.springframework.boot.test.",
			"org.springframework.test.", "io.cucumber.");

	private MainMethod() {
	}

	static boolean isRunning() {
		return StackWalker.getInstance().walk((frames) -> {
			boolean[] found = new boolean[2];
			frames.forEach((frame) -> {
				found[0] |= frame.getMethodName().equals("main");
				found[1] |= TESTS.stream().anyMatch(frame.getClassName()::startsWith);
			});
			return found[0] && !found[1];
		});
	}

}
