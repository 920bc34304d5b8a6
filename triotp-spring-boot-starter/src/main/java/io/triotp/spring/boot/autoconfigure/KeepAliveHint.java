package io.triotp.spring.boot.autoconfigure;

import java.util.List;

import io.triotp.application.ApplicationInfo;
import io.triotp.node.Node;
import io.triotp.supervisor.Restart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Warns of a JVM that is about to end although permanent applications run: processes have
 * no thread that would keep it alive. Says nothing if anybody has decided that, either
 * way.
 */
final class KeepAliveHint implements ApplicationListener<ApplicationReadyEvent> {

	static final String KEEP_ALIVE = "spring.main.keep-alive";

	private static final Logger logger = LoggerFactory.getLogger(KeepAliveHint.class);

	private final ApplicationContext context;

	KeepAliveHint(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (event.getApplicationContext() != this.context || !MainMethod.isRunning()
				|| this.context.getEnvironment().containsProperty(KEEP_ALIVE) || isKeptAlive()) {
			return;
		}
		List<String> permanent = this.context.getBean(Node.class)
			.applications()
			.stream()
			.filter((info) -> info.state().isLive() && info.spec().restart() == Restart.PERMANENT)
			.map(ApplicationInfo::name)
			.toList();
		if (!permanent.isEmpty()) {
			logger.warn(
					"Nothing keeps the JVM alive: it ends with the main method, and the permanent applications {} "
							+ "with it. Set {}=true if they are to run on, or {}=false if this is what you want",
					permanent, KEEP_ALIVE, KEEP_ALIVE);
		}
	}

	/** By a thread other than this one, which is about to return. */
	private static boolean isKeptAlive() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> !thread.isDaemon() && thread != Thread.currentThread());
	}

}
