package io.triotp.process;

import java.util.List;
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
final class NodeEvents implements EventPublisher {

	private static final Logger logger = LoggerFactory.getLogger(NodeEvents.class);

	private final CopyOnWriteArrayList<NodeListener> listeners = new CopyOnWriteArrayList<>();

	/** Those of them that hear of routine. */
	private final CopyOnWriteArrayList<NodeListener> ofRoutine = new CopyOnWriteArrayList<>();

	private final AtomicLong sequence = new AtomicLong();

	private final TimeSource time;

	NodeEvents(TimeSource time) {
		this.time = time;
	}

	void add(NodeListener listener) {
		this.listeners.add(Objects.requireNonNull(listener, "listener"));
		if (listener.hearsRoutine()) {
			this.ofRoutine.add(listener);
		}
	}

	void remove(NodeListener listener) {
		this.listeners.remove(listener);
		this.ofRoutine.remove(listener);
	}

	@Override
	public boolean hasListeners() {
		return !this.listeners.isEmpty();
	}

	@Override
	public boolean hasRoutineListeners() {
		return !this.ofRoutine.isEmpty();
	}

	@Override
	public void publish(String path, Function<Stamp, ? extends NodeEvent> happened) {
		publish(this.listeners, path, happened);
	}

	@Override
	public void publishRoutine(String path, Function<Stamp, ? extends NodeEvent> happened) {
		publish(this.ofRoutine, path, happened);
	}

	private void publish(List<NodeListener> to, String path, Function<Stamp, ? extends NodeEvent> happened) {
		Objects.requireNonNull(path, "path");
		Objects.requireNonNull(happened, "happened");
		if (!to.isEmpty()) {
			tell(to, happened.apply(new Stamp(this.sequence.incrementAndGet(), this.time.instant(), path)));
		}
	}

	private static void tell(List<NodeListener> listeners, NodeEvent event) {
		for (NodeListener listener : listeners) {
			try {
				listener.onEvent(event);
			}
			catch (Throwable ex) {
				logger.warn("Listener {} failed on {}", listener.getClass().getName(), event.getClass().getName(), ex);
			}
		}
	}

}
