package io.triotp.process;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.triotp.Pure;

/**
 * Where code is, for a report: the top of its stack, with little of the JDK above the
 * code of others, and nothing of what called the code of a user.
 */
@Pure
final class TopFrames {

	private static final int MOST = 12;

	/** What is done there is seen from so many. */
	private static final int OF_JDK = 3;

	private TopFrames() {
	}

	static List<String> of(StackTraceElement[] stack) {
		int first = 0;
		while (first < stack.length && isOfJdk(stack[first])) {
			first++;
		}
		List<String> frames = new ArrayList<>();
		for (int i = 0; i < stack.length && frames.size() < MOST; i++) {
			if (stack[i].getClassName().equals(ReactiveCell.class.getName())) {
				break;
			}
			if (i < OF_JDK || i >= first) {
				frames.add(stack[i].toString());
			}
		}
		return frames;
	}

	private static boolean isOfJdk(StackTraceElement frame) {
		return Stream.of("java.", "jdk.", "sun.").anyMatch(frame.getClassName()::startsWith);
	}

}
