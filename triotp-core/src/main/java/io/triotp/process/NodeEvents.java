package io.triotp.process;

import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who listens to the events of a node.
 */
final class NodeEvents {

	private static final Logger logger = LoggerFactory.getLogger(NodeEvents.class);

	private final CopyOnWriteArrayList<NodeListener> listeners = new CopyOnWriteArrayList<>();

	void add(NodeListener listener) {
		this.listeners.add(Objects.requireNonNull(listener, "listener"));
	}

	void remove(NodeListener listener) {
		this.listeners.remove(listener);
	}

	boolean hasListeners() {
		return !this.listeners.isEmpty();
	}

	void publish(NodeEvent event) {
		for (NodeListener listener : this.listeners) {
			try {
				listener.onEvent(event);
			}
			catch (Throwable ex) {
				logger.warn("Listener {} failed on {}", listener.getClass().getName(), event.getClass().getName(), ex);
			}
		}
	}

}
