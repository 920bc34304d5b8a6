package io.triotp.spring.boot.probe;

import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Whether {@link org.springframework.context.Lifecycle} beans are supposed to run. When
 * the context stops, Spring stops each of them in its own phase, a listener container
 * long before the applications: that is no failure, and a container that was started
 * again would take messages that nobody is left to handle.
 */
public final class ProbeGate implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {

	private volatile boolean open;

	@Override
	public void start() {
		this.open = true;
	}

	/** In the first phase that stops, for a context that is stopped or paused. */
	@Override
	public void stop() {
		this.open = false;
	}

	/** Before the first phase, for one that is closed. */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		this.open = false;
	}

	@Override
	public boolean isRunning() {
		return this.open;
	}

	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
