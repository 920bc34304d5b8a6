package io.triotp.spring.boot.lifecycle;

import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.triotp.application.ApplicationStartException;
import io.triotp.node.Node;
import io.triotp.process.Self;
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

	private final String name;

	/**
	 * Asked for when something is to be done: only then all beans are there. Empty if
	 * somebody has removed the application.
	 */
	private final Supplier<Optional<StartPlan>> plan;

	private final Lock lock = new ReentrantLock();

	private volatile boolean running;

	/** Whether somebody has started it and nobody but the context has stopped it. */
	private volatile boolean wanted;

	ApplicationLifecycle(String name, Supplier<Optional<StartPlan>> plan) {
		this.name = name;
		this.plan = plan;
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
				up = start(this.plan.get().orElseThrow(this::removed));
			}
			finally {
				this.running = up;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private IllegalStateException removed() {
		return new IllegalStateException("There is no application '" + this.name
				+ "' to start: it was declared, and a TriOtpCustomizer has removed or renamed it");
	}

	private static boolean start(StartPlan plan) {
		try {
			plan.node().start(plan.spec());
			return true;
		}
		catch (ApplicationStartException ex) {
			throw plan.explain(ex);
		}
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
				node().stop(this.name);
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
		Thread.ofPlatform().daemon().name("triotp-stop-" + this.name).start(() -> {
			try {
				stop.run();
			}
			catch (RuntimeException ex) {
				logger.error("Application '{}' could not be stopped", this.name, ex);
			}
		});
	}

	/** Whether a process of the node stops the context, which must not wait for it. */
	private boolean isCallerWaitedFor() {
		Self caller = Self.currentOrNull();
		if (caller == null || caller.processes() != node().host()) {
			return false;
		}
		logger.warn("{} ({}) stops the context, which does not wait for it: application '{}' stops after the other "
				+ "beans. Do that on another thread", caller.pid(), caller.path(), this.name);
		return true;
	}

	/** Spring has not waited for them. */
	private void stopAfterDependents() {
		node().applications()
			.stream()
			.filter((other) -> other.spec().startsAfter().contains(this.name))
			.forEach((other) -> node().stop(other.name()));
		node().stop(this.name);
	}

	private Node node() {
		return this.plan.get().orElseThrow(this::removed).node();
	}

	@Override
	public boolean isRunning() {
		return this.running || this.plan.get()
			.flatMap((plan) -> plan.node().application(this.name))
			.filter((info) -> info.state().isLive())
			.isPresent();
	}

	@Override
	public boolean isAutoStartup() {
		return this.plan.get().filter((plan) -> plan.autoStartup() || this.wanted).isPresent();
	}

	@Override
	public boolean isPauseable() {
		return this.plan.get().filter(StartPlan::pauseable).isPresent();
	}

	@Override
	public int getPhase() {
		return this.plan.get().map(StartPlan::phase).orElse(DEFAULT_PHASE);
	}

	@Override
	public String toString() {
		return "lifecycle of application '" + this.name + "'";
	}

}
