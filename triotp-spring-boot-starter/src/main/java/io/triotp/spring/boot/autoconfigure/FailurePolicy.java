package io.triotp.spring.boot.autoconfigure;

import java.util.function.Consumer;

import io.triotp.application.ApplicationInfo;
import io.triotp.node.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationContext;

/**
 * Does what an application that has failed asks for with its on-failure.
 */
final class FailurePolicy implements Consumer<ApplicationInfo> {

	private static final Logger logger = LoggerFactory.getLogger(FailurePolicy.class);

	private static final int EXIT_CODE = 1;

	private final ApplicationContext context;

	/** Known only while the context is created, on the thread that does so. */
	private final boolean ownsJvm;

	FailurePolicy(ApplicationContext context) {
		this.context = context;
		this.ownsJvm = MainMethod.isRunning() && !isBelowAnotherNode(context);
	}

	/** The JVM belongs to the parent then, whose applications go on. */
	private static boolean isBelowAnotherNode(ApplicationContext context) {
		ApplicationContext parent = context.getParent();
		return parent != null
				&& BeanFactoryUtils.beanNamesForTypeIncludingAncestors(parent, Node.class, true, false).length > 0;
	}

	@Override
	public void accept(ApplicationInfo failed) {
		switch (failed.spec().onFailure()) {
			case REPORT ->
				logger.warn("Application '{}' has failed; the others go on (on-failure: report)", failed.name());
			case BREAK_LIVENESS -> {
				logger.error("Application '{}' has failed: liveness is broken (on-failure: break-liveness)",
						failed.name());
				AvailabilityChangeEvent.publish(this.context, failed, LivenessState.BROKEN);
			}
			case STOP -> {
				logger.error("Application '{}' has failed: the context is closed (on-failure: stop)", failed.name());
				// The caller's thread is a daemon, and closing the context ends those
				// that keep the JVM alive: it would exit with 0 meanwhile
				Thread.ofPlatform().daemon(false).name("triotp-exit").start(this::stop);
			}
		}
	}

	private void stop() {
		int code = SpringApplication.exit(this.context, () -> EXIT_CODE);
		if (this.ownsJvm) {
			System.exit(code);
		}
	}

}
