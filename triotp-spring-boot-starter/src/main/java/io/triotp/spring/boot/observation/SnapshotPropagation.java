package io.triotp.spring.boot.observation;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;

/**
 * Propagation with the library of Micrometer.
 */
final class SnapshotPropagation implements Propagation {

	/**
	 * Without the current observation: Micrometer would take it for the parent of the
	 * handler's, in place of the call.
	 */
	private final ContextSnapshotFactory factory = ContextSnapshotFactory.builder()
		.captureKeyPredicate((key) -> !ObservationThreadLocalAccessor.KEY.equals(key))
		.build();

	@Override
	public Snapshot capture() {
		ContextSnapshot snapshot = this.factory.captureAll();
		return () -> snapshot.setThreadLocals()::close;
	}

}
