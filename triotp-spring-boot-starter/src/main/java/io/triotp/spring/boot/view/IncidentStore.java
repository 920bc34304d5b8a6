package io.triotp.spring.boot.view;

import java.util.List;
import java.util.Optional;

import io.triotp.spring.boot.view.IncidentsDescriptor.IncidentHead;

/**
 * Keeps incidents beyond the end of their JVM.
 */
public interface IncidentStore {

	/** Keeps nothing. */
	IncidentStore NONE = new IncidentStore() {

		@Override
		public void keep(IncidentDescriptor incident) {
		}

		@Override
		public List<IncidentHead> earlier() {
			return List.of();
		}

		@Override
		public Optional<IncidentDescriptor> find(String id) {
			return Optional.empty();
		}

	};

	/**
	 * Keep an incident. Called by one thread of its own.
	 * @param incident what to keep
	 * @throws java.io.UncheckedIOException if that is not possible
	 */
	void keep(IncidentDescriptor incident);

	/**
	 * {@return the incidents of earlier runs, newest first}
	 */
	List<IncidentHead> earlier();

	/**
	 * {@return an incident of an earlier run, or nothing if it is not known}
	 * @param id its name, as in {@link #earlier()}
	 */
	Optional<IncidentDescriptor> find(String id);

}
