package io.triotp.process;

import org.jspecify.annotations.Nullable;

/**
 * Makes the virtual threads of a node.
 */
final class ProcessThreads {

	private final ThreadSource source;

	private final @Nullable ClassLoader contextClassLoader = Thread.currentThread().getContextClassLoader();

	ProcessThreads(ThreadSource source) {
		this.source = source;
	}

	Thread newThread(Runnable task, @Nullable String name) {
		Thread thread = this.source.forProcess(task);
		if (name != null) {
			thread.setName(name);
		}
		thread.setContextClassLoader(this.contextClassLoader);
		return thread;
	}

}
