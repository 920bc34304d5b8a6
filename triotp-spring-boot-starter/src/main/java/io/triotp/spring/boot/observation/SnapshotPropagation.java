package io.triotp.spring.boot.observation;

import java.util.Map;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;

/**
 * Propagation with the library of Micrometer.
 */
final class SnapshotPropagation implements Propagation {

	private static final Snapshot NOTHING = () -> () -> {
	};

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
		// Most threads know nothing, and most messages are handled on their account.
		if (snapshot instanceof Map<?, ?> known && known.isEmpty()) {
			return NOTHING;
		}
		return () -> snapshot.setThreadLocals()::close;
	}

}
