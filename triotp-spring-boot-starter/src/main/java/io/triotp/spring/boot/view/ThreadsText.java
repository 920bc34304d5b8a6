package io.triotp.spring.boot.view;

import io.triotp.spring.boot.view.ThreadsDescriptor.RunningDescriptor;

/**
 * Writes {@link ThreadsDescriptor threads} for people, as a thread dump.
 */
final class ThreadsText {

	private ThreadsText() {
	}

	static String of(ThreadsDescriptor threads) {
		StringBuilder text = new StringBuilder(
				TextStyle.count(threads.running(), "process runs", "processes run") + " code\n");
		for (RunningDescriptor each : threads.processes()) {
			text.append('\n').append(head(each)).append('\n');
			each.stack().forEach((frame) -> text.append("  at ").append(frame).append('\n'));
		}
		if (threads.truncated()) {
			text.append("\nThere are more: ask for up to ")
				.append(ThreadsDescriptor.MAX_LIMIT)
				.append(" with limit, or for a part of the tree with path\n");
		}
		return text.toString();
	}

	private static String head(RunningDescriptor process) {
		return process.path() + " (" + process.id() + ", " + process.behavior() + ") " + process.thread().state()
				+ ((process.message() != null) ? " on " + process.message() : "")
				+ ((process.workingSeconds() != null) ? " for " + process.workingSeconds() + " s" : "");
	}

}
