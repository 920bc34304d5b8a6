package io.triotp.supervisor;

import java.util.Optional;

import io.triotp.Pure;

/**
 * A child of a declared tree, whether or not it has ever run.
 *
 * @param place its place in the tree
 * @param spec its specification
 */
@Pure
public record DeclaredChild(Place place, ChildSpec spec) {

	/**
	 * {@return the path of its place in the tree}
	 */
	public String path() {
		return this.place.path();
	}

	/**
	 * {@return the class of the user's code that it runs; empty for a supervisor}
	 */
	public Optional<Class<?>> code() {
		return this.spec.start().code();
	}

	/**
	 * {@return whether it is restarted}
	 */
	public Restart restart() {
		return this.spec.restart();
	}

	/**
	 * {@return how it is stopped}
	 */
	public Shutdown shutdown() {
		return this.spec.shutdown();
	}

	/**
	 * {@return how many restarts it allows, if it is a declared supervisor, dynamic or
	 * not}
	 */
	public Optional<RestartIntensity> limits() {
		return this.spec.supervisor()
			.map(SupervisorSpec::intensity)
			.or(() -> this.spec.dynamicSupervisor().map(DynamicSupervisorSpec::intensity));
	}

}
