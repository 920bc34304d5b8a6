package io.triotp.flight;

import java.lang.ref.WeakReference;
import java.util.concurrent.locks.ReentrantLock;

import io.triotp.process.NodeView;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a node have a listener while something is recorded. The JDK calls it whenever a
 * recording starts or stops, on the thread that does so.
 *
 * <p>
 * Maintainer's note. Nobody tells when the settings of a running recording change, so who
 * wants to hear of routine is asked when a recording starts or stops. The JDK keeps its
 * listeners in a static list, hence the weak reference: a node that is never closed can
 * still be collected.
 */
final class RecorderWatch implements FlightRecorderListener {

	private static final Logger logger = LoggerFactory.getLogger(RecorderWatch.class);

	private final WeakReference<NodeView> node;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by lock. */
	private @Nullable FlightListener listener;

	/** Guarded by lock. */
	private boolean closed;

	private RecorderWatch(NodeView node) {
		this.node = new WeakReference<>(node);
	}

	/**
	 * {@return the watch of a node, or {@code null} if this JVM cannot record}
	 */
	static @Nullable RecorderWatch start(NodeView node) {
		try {
			if (!FlightRecorder.isAvailable()) {
				return null;
			}
			RecorderWatch watch = new RecorderWatch(node);
			FlightRecorder.addListener(watch);
			if (FlightRecorder.isInitialized()) {
				watch.look();
			}
			return watch;
		}
		catch (Throwable ex) {
			logger.warn("Node '{}' leaves no trace in flight recordings", node.options().name(), ex);
			return null;
		}
	}

	@Override
	public void recorderInitialized(FlightRecorder recorder) {
		look();
	}

	@Override
	public void recordingStateChanged(Recording recording) {
		look();
	}

	private void look() {
		NodeView view = this.node.get();
		if (view == null) {
			close();
			return;
		}
		boolean records = records();
		boolean routine = records && hearsRoutine();
		this.lock.lock();
		try {
			FlightListener present = this.listener;
			boolean listens = present != null;
			if (this.closed || (listens == records && (present == null || present.hearsRoutine() == routine))) {
				return;
			}
			FlightListener next = records ? new FlightListener(view.options().name(), routine) : null;
			if (present != null) {
				view.removeListener(present);
			}
			if (next != null) {
				view.addListener(next);
			}
			this.listener = next;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static boolean records() {
		return FlightRecorder.getFlightRecorder()
			.getRecordings()
			.stream()
			.anyMatch((each) -> each.getState() == RecordingState.RUNNING);
	}

	private static boolean hearsRoutine() {
		return EventType.getEventType(FlightEvents.ProcessStart.class).isEnabled()
				|| EventType.getEventType(FlightEvents.ProcessExit.class).isEnabled();
	}

	void close() {
		FlightRecorder.removeListener(this);
		this.lock.lock();
		try {
			this.closed = true;
			NodeView view = this.node.get();
			if (view != null && this.listener != null) {
				view.removeListener(this.listener);
			}
			this.listener = null;
		}
		finally {
			this.lock.unlock();
		}
	}

}
