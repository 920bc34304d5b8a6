package io.triotp.spring.boot.observation;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;

/**
 * Propagation with the library of Micrometer.
 */
final class SnapshotPropagation implements Propagation {

	private final ContextSnapshotFactory factory = ContextSnapshotFactory.builder().build();

	@Override
	public Snapshot capture() {
		ContextSnapshot snapshot = this.factory.captureAll();
		return () -> snapshot.setThreadLocals()::close;
	}

}
