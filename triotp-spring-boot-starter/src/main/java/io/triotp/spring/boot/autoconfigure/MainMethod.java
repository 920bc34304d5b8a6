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
		boolean main = false;
		boolean run = false;
		for (StackFrame frame : frames) {
			if (isGuest(frame.getClassName())) {
				return false;
			}
			main |= frame.getMethodName().equals("main");
			run |= frame.getClassName().equals("org.springframework.boot.SpringApplication")
					&& frame.getMethodName().equals("run");
		}
		return main && run;
	}

	private static boolean isGuest(String type) {
		for (String guest : GUESTS) {
			if (type.startsWith(guest)) {
				return true;
			}
		}
		return false;
	}

}
