package io.triotp.process;

import java.util.concurrent.ThreadFactory;

/**
 * The threads of the JVM.
 */
final class SystemThreads implements ThreadSource {

	static final SystemThreads INSTANCE = new SystemThreads();

	private final ThreadFactory virtual = Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

	private SystemThreads() {
	}

	@Override
	public Thread forProcess(Runnable code) {
		return this.virtual.newThread(code);
	}

	@Override
	public Thread apart(String name, Runnable code) {
		return Thread.ofPlatform().daemon().name(name).unstarted(code);
	}

}
