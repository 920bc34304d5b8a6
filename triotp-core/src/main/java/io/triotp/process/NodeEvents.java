package io.triotp.process;

import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.triotp.time.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners to the events of a node.
 */
final class NodeEvents {

	private static final Logger logger = LoggerFactory.getLogger(NodeEvents.class);

	private final CopyOnWriteArrayList<NodeListener> listeners = new CopyOnWriteArrayList<>();

	private final AtomicLong sequence = new AtomicLong();

	private final TimeSource time;

	NodeEvents(TimeSource time) {
		this.time = time;
	}

	void add(NodeListener listener) {
		this.listeners.add(Objects.requireNonNull(listener, "listener"));
	}

	void remove(NodeListener listener) {
		this.listeners.remove(listener);
	}

	boolean hasListeners() {
		return !this.listeners.isEmpty();
	}

	/**
	 * Publishes an event to all listeners; it is not created if there are none.
	 */
	void publish(String path, Function<Stamp, ? extends NodeEvent> happened) {
		Objects.requireNonNull(path, "path");
		Objects.requireNonNull(happened, "happened");
		if (hasListeners()) {
			tell(happened.apply(new Stamp(this.sequence.incrementAndGet(), this.time.instant(), path)));
		}
	}

	private void tell(NodeEvent event) {
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
