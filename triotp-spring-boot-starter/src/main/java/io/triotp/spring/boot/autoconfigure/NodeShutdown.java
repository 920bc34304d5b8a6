package io.triotp.spring.boot.autoconfigure;

import io.triotp.application.ApplicationState;
import io.triotp.node.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;

/**
 * Closes the node with the context. An application that is still stopping has had the
 * time Spring gives it, so it is killed.
 */
final class NodeShutdown implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(NodeShutdown.class);

	private final Node node;

	NodeShutdown(Node node) {
		this.node = node;
	}

	@Override
	public void destroy() {
		this.node.applications()
			.stream()
			.filter((info) -> info.state() == ApplicationState.STOPPING)
			.forEach((info) -> {
				logger.warn("Application '{}' has not stopped in time, its processes are killed", info.name());
				this.node.runtime().close();
			});
		this.node.close();
	}

}
