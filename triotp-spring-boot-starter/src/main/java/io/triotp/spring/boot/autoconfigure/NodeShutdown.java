package io.triotp.spring.boot.autoconfigure;

import io.triotp.application.ApplicationState;
import io.triotp.node.Node;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Closes the node with the context. An application that is still stopping has had the
 * time Spring gives it, so it is killed: {@link Node#close()} would wait for it without a
 * limit. The node depends on this, not the other way round, so that there is no moment at
 * which a node would be left behind.
 *
 * <p>
 * Maintainer's note. If the JVM is told to end while a context is being started, and the
 * starting thread waits for an {@code init} or has itself called {@code System.exit},
 * Spring does not close the context at all
 * ({@code AbstractApplicationContext.isStartupShutdownThreadStuck}). For that time a
 * shutdown handler stands ready; Boot calls it when it is done with its contexts.
 */
final class NodeShutdown implements DisposableBean, ApplicationListener<ContextRefreshedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(NodeShutdown.class);

	private @Nullable Node node;

	private volatile @Nullable Runnable handler;

	Node closeLater(Node node) {
		this.node = node;
		Runnable handler = node::close;
		try {
			SpringApplication.getShutdownHandlers().add(handler);
			this.handler = handler;
		}
		catch (IllegalStateException ex) {
			logger.debug("The JVM is shutting down: nothing more can be registered for that");
		}
		return node;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		removeHandler();
	}

	private void removeHandler() {
		Runnable handler = this.handler;
		if (handler != null) {
			this.handler = null;
			try {
				SpringApplication.getShutdownHandlers().remove(handler);
			}
			catch (IllegalStateException ex) {
				logger.debug("The JVM is shutting down: the node is closed by then");
			}
		}
	}

	@Override
	public void destroy() {
		Node node = this.node;
		if (node == null) {
			return;
		}
		removeHandler();
		if (isPartOf(node)) {
			// It cannot wait for itself: a thread of its own closes the node in order.
			node.close();
			return;
		}
		node.applications().stream().filter((info) -> info.state() == ApplicationState.STOPPING).forEach((info) -> {
			logger.warn("Application '{}' has not stopped in time, its processes are killed", info.name());
			node.host().close();
		});
		node.close();
	}

	private static boolean isPartOf(Node node) {
		Self caller = Self.currentOrNull();
		return caller != null && caller.processes() == node.host();
	}

}
