package io.triotp.spring.boot.view;

import java.time.Instant;
import java.util.List;

import io.triotp.process.ProcessInfo;
import io.triotp.spring.boot.view.ProcessDescriptor.ThreadDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The processes that run code at this moment, and where that is. Thread dumps of the JVM
 * show no virtual threads; idle servers have no thread at all. What has no value is left
 * out.
 *
 * @param generatedAt when it was looked at
 * @param running how many processes run code
 * @param returned how many are shown
 * @param truncated whether there are more
 * @param processes the processes, those that have been at it longest first
 */
public record ThreadsDescriptor(Instant generatedAt, long running, int returned, boolean truncated,
		List<RunningDescriptor> processes) implements View {

	/** How many processes are shown by default. */
	public static final int DEFAULT_LIMIT = 20;

	/** How many processes can be shown. */
	public static final int MAX_LIMIT = 200;

	@Override
	public String toText() {
		return ThreadsText.of(this);
	}

	/**
	 * A process that runs code.
	 *
	 * @param id the process
	 * @param path its place in the tree, or its class if it has no label
	 * @param behavior the class of its code
	 * @param state what it is doing
	 * @param message the class of the message it works on
	 * @param workingSeconds how long it has been working on that
	 * @param thread its thread
	 * @param stack where its code is, innermost first
	 */
	public record RunningDescriptor(String id, String path, String behavior, ProcessInfo.State state,
			@Nullable String message, @Nullable Double workingSeconds, ThreadDescriptor thread, List<String> stack) {
	}

}
