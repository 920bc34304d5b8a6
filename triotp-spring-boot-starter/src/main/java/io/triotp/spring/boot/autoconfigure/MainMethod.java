package io.triotp.spring.boot.autoconfigure;

import java.lang.StackWalker.StackFrame;
import java.util.List;

/**
 * Tells whether the JVM is ours to end: a main method is running a Spring application on
 * this thread, and neither a test nor a servlet container has called it. Spring Boot's
 * developer tools look at the stack in the same way.
 */
final class MainMethod {

	private static final List<String> GUESTS = List.of("org.junit.", "org.testng.", "org.springframework.boot.test.",
			"org.springframework.test.", "io.cucumber.",
			"org.springframework.boot.web.servlet.support.SpringBootServletInitializer");

	private MainMethod() {
	}

	static boolean isRunning() {
		List<StackFrame> frames = StackWalker.getInstance().walk((stack) -> stack.toList());
		return frames.stream().anyMatch((frame) -> frame.getMethodName().equals("main"))
				&& frames.stream()
					.anyMatch((frame) -> isCall(frame, "org.springframework.boot.SpringApplication", "run"))
				&& frames.stream().noneMatch((frame) -> GUESTS.stream().anyMatch(frame.getClassName()::startsWith));
	}

	private static boolean isCall(StackFrame frame, String type, String method) {
		return frame.getClassName().equals(type) && frame.getMethodName().equals(method);
	}

}
