package io.triotp.spring.boot.autoconfigure;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.triotp.application.ApplicationInfo;
import io.triotp.node.Node;
import io.triotp.supervisor.Restart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Keeps the JVM alive after the main method has returned, until the context is closed, if
 * permanent applications run: processes have no thread that would. Does nothing if
 * anybody has decided that, either way.
 */
final class KeepAlive implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {

	static final String KEEP_ALIVE = "spring.main.keep-alive";

	private static final Logger logger = LoggerFactory.getLogger(KeepAlive.class);

	private final ApplicationContext context;

	private final CountDownLatch closed = new CountDownLatch(1);

	KeepAlive(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (event.getApplicationContext() != this.context
				|| this.context.getEnvironment().containsProperty(KEEP_ALIVE)) {
			return;
		}
		List<String> permanent = this.context.getBean(Node.class)
			.applications()
			.stream()
			.filter((info) -> info.state().isLive() && info.spec().restart() == Restart.PERMANENT)
			.map(ApplicationInfo::name)
			.toList();
		if (!permanent.isEmpty() && MainMethod.isRunning()) {
			logger.info("The permanent applications {} keep the JVM alive until the context is closed, unless {}=false",
					permanent, KEEP_ALIVE);
			Thread.ofPlatform().daemon(false).name("triotp-keep-alive").start(this::awaitEnd);
		}
	}

	private void awaitEnd() {
		try {
			this.closed.await();
		}
		catch (InterruptedException ex) {
			// Whoever interrupts it wants it to end.
		}
	}

	@Override
	public void destroy() {
		this.closed.countDown();
	}

}
