package io.triotp.flight;

import java.util.Objects;

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
		// Whatever names a class of the module is loaded only behind this.
		boolean possible = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
		return new FlightRecording(possible ? RecorderWatch.start(node) : null);
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
