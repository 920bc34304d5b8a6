package io.triotp.spring.boot.autoconfigure;

import io.triotp.application.ApplicationState;
import io.triotp.node.Node;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;

/**
 * Closes the node with the context. An application that is still stopping has had the
 * time Spring gives it, so it is killed: {@link Node#close()} would wait for it without a
 * limit. The node depends on this, not the other way round, so that there is no moment at
 * which a node would be left behind.
 */
final class NodeShutdown implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(NodeShutdown.class);

	private @Nullable Node node;

	Node closeLater(Node node) {
		this.node = node;
		return node;
	}

	@Override
	public void destroy() {
		Node node = this.node;
		if (node == null) {
			return;
		}
		node.applications().stream().filter((info) -> info.state() == ApplicationState.STOPPING).forEach((info) -> {
			logger.warn("Application '{}' has not stopped in time, its processes are killed", info.name());
			node.host().close();
		});
		node.close();
	}

}
