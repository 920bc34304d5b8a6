package io.triotp.process;

import java.util.concurrent.ThreadFactory;

import org.jspecify.annotations.Nullable;

/**
 * Makes the virtual threads of a node.
 */
final class ProcessThreads {

	private final ThreadFactory threads = Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

	private final @Nullable ClassLoader contextClassLoader = Thread.currentThread().getContextClassLoader();

	Thread newThread(Runnable task, @Nullable String name) {
		Thread thread = this.threads.newThread(task);
		if (name != null) {
			thread.setName(name);
		}
		thread.setContextClassLoader(this.contextClassLoader);
		return thread;
	}

}
