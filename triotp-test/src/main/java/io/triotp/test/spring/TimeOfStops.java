package io.triotp.test.spring;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.triotp.test.Await;
import io.triotp.test.ManualTime;
import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextStoppedEvent;

/**
 * Lets time pass, as fast as that of the machine, while the context is paused, stopped or
 * closed: no test is there to move it then, and what is killed when its time to stop is
 * over would else never be.
 */
final class TimeOfStops implements SmartLifecycle, DisposableBean, ApplicationListener<ContextStoppedEvent> {

	static final String THREAD = "triotp-time-of-stops";

	private static final long TICK = Duration.ofMillis(1).toNanos();

	private final TimeSource machine = TimeSource.system();

	private final ManualTime time;

	private volatile boolean running;

	private volatile boolean stopping;

	private volatile @Nullable Thread thread;

	TimeOfStops(ManualTime time) {
		this.time = time;
	}

	@Override
	public void start() {
		standStill();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		pass();
	}

	/** Everything has stopped, and the context is kept. */
	@Override
	public void onApplicationEvent(ContextStoppedEvent event) {
		standStill();
	}

	/** The node is closed next, and its time with it. */
	@Override
	public void destroy() {
		pass();
	}

	private void pass() {
		if (!this.stopping) {
			this.stopping = true;
			this.thread = Thread.ofPlatform().daemon().name(THREAD).start(this::tick);
		}
	}

	private void tick() {
		long last = this.machine.nanoTime();
		while (this.stopping && !this.time.isClosed()) {
			long now = this.machine.nanoTime();
			this.time.advance(Duration.ofNanos(now - last));
			last = now;
			LockSupport.parkNanos(this, TICK);
		}
	}

	private void standStill() {
		this.stopping = false;
		Thread thread = this.thread;
		if (thread != null) {
			Await.until(() -> !thread.isAlive());
			this.thread = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Before any application stops. */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
