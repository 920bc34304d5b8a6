package io.triotp.spring.boot.lifecycle;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.triotp.application.ApplicationSpec;
import io.triotp.application.ApplicationStartException;
import io.triotp.node.Node;
import io.triotp.process.Self;
import io.triotp.spring.boot.TriOtpProperties;
import io.triotp.supervisor.ChildStartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops one application with the context, any number of times. It is running
 * from the first moment of its start until it has been stopped, also if the application
 * has ended by itself: otherwise nobody would stop what is left of it. One that does not
 * start with the context and was started by somebody is started again after a pause, and
 * is stopped in its phase however it was started.
 */
final class ApplicationLifecycle implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ApplicationLifecycle.class);

	private final Node node;

	private final ApplicationSpec spec;

	private final DeclaredBeans beans;

	private final int phase;

	private final boolean autoStartup;

	private final boolean pauseable;

	private final Lock lock = new ReentrantLock();

	private volatile boolean running;

	/** Whether somebody has started it and nobody but the context has stopped it. */
	private volatile boolean wanted;

	ApplicationLifecycle(Node node, ApplicationSpec spec, DeclaredBeans beans, int phase, TriOtpProperties properties) {
		this.node = node;
		this.spec = spec;
		this.beans = beans;
		this.phase = phase;
		this.autoStartup = beans.isStarted(spec.name()).orElse(properties.autoStartup());
		this.pauseable = properties.lifecycle().pauseable();
	}

	@Override
	public void start() {
		this.lock.lock();
		try {
			this.wanted = true;
			// The node leaves one alone that runs, and no other: also if it has ended by
			// itself, or has failed, whoever calls this wants it to run.
			this.running = true;
			boolean up = false;
			try {
				this.node.start(this.spec);
				up = true;
			}
			catch (ApplicationStartException ex) {
				throw explain(ex);
			}
			finally {
				this.running = up;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private TreeStartException explain(ApplicationStartException failure) {
		if (!(failure.getCause() instanceof ChildStartException child)) {
			return new TreeStartException(this.spec.name(), null, null, failure);
		}
		return new TreeStartException(this.spec.name(), child.path(), this.beans.beanAt(child.path()).orElse(null),
				failure);
	}

	@Override
	public void stop() {
		this.wanted = false;
		stopNow();
	}

	private void stopNow() {
		this.lock.lock();
		try {
			if (isRunning()) {
				this.node.stop(this.spec.name());
				this.running = false;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Applications of one phase stop side by side, and none delays those that are done.
	 */
	@Override
	public void stop(Runnable callback) {
		if (!isRunning()) {
			callback.run();
			return;
		}
		if (isCallerWaitedFor()) {
			this.running = false;
			stopLater(this::stopAfterDependents);
			callback.run();
			return;
		}
		stopLater(() -> {
			try {
				stopNow();
			}
			finally {
				callback.run();
			}
		});
	}

	private void stopLater(Runnable stop) {
		Thread.ofPlatform().daemon().name("triotp-stop-" + this.spec.name()).start(() -> {
			try {
				stop.run();
			}
			catch (RuntimeException ex) {
				logger.error("Application '{}' could not be stopped", this.spec.name(), ex);
			}
		});
	}

	/** Whether a process of the node stops the context, which must not wait for it. */
	private boolean isCallerWaitedFor() {
		Self caller = Self.currentOrNull();
		if (caller == null || caller.processes() != this.node.host()) {
			return false;
		}
		logger.warn("{} ({}) stops the context, which does not wait for it: application '{}' stops after the other "
				+ "beans. Do that on another thread", caller.pid(), caller.path(), this.spec.name());
		return true;
	}

	/** Spring has not waited for them. */
	private void stopAfterDependents() {
		this.node.applications()
			.stream()
			.filter((other) -> other.spec().startsAfter().contains(this.spec.name()))
			.forEach((other) -> this.node.stop(other.name()));
		this.node.stop(this.spec.name());
	}

	@Override
	public boolean isRunning() {
		return this.running
				|| this.node.application(this.spec.name()).filter((info) -> info.state().isLive()).isPresent();
	}

	@Override
	public boolean isAutoStartup() {
		return this.autoStartup || this.wanted;
	}

	@Override
	public boolean isPauseable() {
		return this.pauseable;
	}

	@Override
	public int getPhase() {
		return this.phase;
	}

	@Override
	public String toString() {
		return "lifecycle of application '" + this.spec.name() + "'";
	}

}
