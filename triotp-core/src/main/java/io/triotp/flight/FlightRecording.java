package io.triotp.flight;

import java.util.List;
import java.util.Objects;

import io.triotp.process.MessageObserver;
import io.triotp.process.NodeOptions;
import io.triotp.process.NodeView;
import org.jspecify.annotations.Nullable;

/**
 * Makes what happens in a node visible to the Java Flight Recorder while something is
 * recorded, and only then: events with the category TriOTP. Does nothing in a JVM without
 * the module {@code jdk.jfr}.
 */
public final class FlightRecording implements AutoCloseable {

	private final @Nullable RecorderWatch watch;

	private FlightRecording(@Nullable RecorderWatch watch) {
		this.watch = watch;
	}

	/**
	 * {@return the recording of a node, which ends when it is closed}
	 * @param node the node, which it does not keep from being collected
	 */
	public static FlightRecording of(NodeView node) {
		Objects.requireNonNull(node, "node");
		return new FlightRecording(hasRecorder() ? RecorderWatch.start(node) : null);
	}

	/**
	 * {@return an observer that writes the event {@code triotp.Handling} for each
	 * callback of a server while that is recorded, the time it took and what it handled;
	 * none in a JVM without the module {@code jdk.jfr}} A callback that is shorter than
	 * the threshold of the event, 10 ms unless the settings say otherwise, leaves none.
	 * From Java 25 on, {@code jfr print} shows the process and the message of each event
	 * of the JVM that happens on the thread meanwhile. A node has it only if that is
	 * wanted ({@link NodeOptions#observers()}), because observers cost a little with each
	 * message, also while nothing is recorded.
	 * @param node the name of the node, for the event
	 */
	public static List<MessageObserver> handlings(String node) {
		Objects.requireNonNull(node, "node");
		return hasRecorder() ? List.of(new HandlingRecorder(node)) : List.of();
	}

	/** Whatever names a class of the module is loaded only behind this. */
	private static boolean hasRecorder() {
		return ModuleLayer.boot().findModule("jdk.jfr").isPresent();
	}

	/**
	 * Ends it; has no effect twice.
	 */
	@Override
	public void close() {
		if (this.watch != null) {
			this.watch.close();
		}
	}

}
