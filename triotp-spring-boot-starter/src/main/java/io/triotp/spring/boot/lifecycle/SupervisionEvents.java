package io.triotp.spring.boot.lifecycle;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.triotp.application.ApplicationEvent;
import io.triotp.node.Node;
import io.triotp.process.NodeEvent;
import io.triotp.process.NodeListener;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.time.TimeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes what supervisors and applications do as events of Spring, in their order, on
 * a thread of its own: listeners are code of users, and a supervisor waits for nobody.
 * What is routine is not published. Starts before all applications and stops after them,
 * when listeners are still there to hear of their end.
 */
public final class SupervisionEvents implements NodeListener, SmartLifecycle {

	/** So many wait for slow listeners. */
	static final int WAITING = 1_000;

	/** For the last events, when the context is closed. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final Logger logger = LoggerFactory.getLogger(SupervisionEvents.class);

	private final Node node;

	private final ApplicationEventPublisher publisher;

	private final AtomicLong lost = new AtomicLong();

	private volatile ThreadPoolExecutor messenger = messenger();

	private volatile boolean running;

	/**
	 * Create a new instance.
	 * @param node the node whose events are published
	 * @param publisher where
	 */
	public SupervisionEvents(Node node, ApplicationEventPublisher publisher) {
		this.node = node;
		this.publisher = publisher;
	}

	private static ThreadPoolExecutor messenger() {
		ThreadPoolExecutor messenger = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(WAITING),
				Thread.ofPlatform().daemon().name("triotp-events").inheritInheritableThreadLocals(false).factory());
		messenger.allowCoreThreadTimeOut(true);
		return messenger;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	@Override
	public void start() {
		this.messenger = messenger();
		this.node.view().addListener(this);
		this.running = true;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean hearsRoutine() {
		return false;
	}

	@Override
	public void onEvent(NodeEvent event) {
		if (event instanceof SupervisorEvent || event instanceof ApplicationEvent) {
			try {
				this.messenger.execute(() -> publish(event));
			}
			catch (RejectedExecutionException ex) {
				tellOfLoss();
			}
		}
	}

	private void publish(NodeEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (Throwable ex) {
			logger.warn("A listener of {} failed", event.getClass().getName(), ex);
		}
	}

	/** The first, then each time it has doubled. */
	private void tellOfLoss() {
		long count = this.lost.incrementAndGet();
		if (Long.bitCount(count) == 1 && this.running) {
			logger.warn("{} events of supervisors were not published: {} wait for listeners that are slower than what "
					+ "happens. Let them hand over what takes long, with @Async for example", count, WAITING);
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.node.view().removeListener(this);
		this.messenger.shutdown();
		try {
			if (!this.messenger.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn(
						"{} events of supervisors were not published: a listener has not returned within {} after "
								+ "the end of the applications",
						this.messenger.getQueue().size(), TimeText.of(PATIENCE));
				this.messenger.getQueue().clear();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
