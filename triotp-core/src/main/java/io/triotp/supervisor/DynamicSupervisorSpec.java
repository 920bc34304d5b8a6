package io.triotp.supervisor;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The specification of a supervisor whose children are started on demand, have no order
 * and are restarted alone (OTP D1, D2).
 *
 * @param intensity how many restarts are allowed for all children together
 * @param maxChildren the maximum number of children, 0 or more
 * @param backoff how long to wait before restarts of children without a backoff of their
 * own, {@code null} to restart at once
 * @param template makes children from an id and arguments, {@code null} if every child
 * comes with a specification
 */
public record DynamicSupervisorSpec(RestartIntensity intensity, int maxChildren, @Nullable Backoff backoff,
		@Nullable ChildTemplate template) {

	/** As many children as fit in memory. */
	public static final int UNLIMITED = Integer.MAX_VALUE;

	private static final DynamicSupervisorSpec DEFAULTS = new DynamicSupervisorSpec(RestartIntensity.DEFAULT, UNLIMITED,
			null, null);

	public DynamicSupervisorSpec {
		Objects.requireNonNull(intensity, "intensity");
		if (maxChildren < 0) {
			throw new IllegalArgumentException("max-children must be 0 or more, but is " + maxChildren);
		}
	}

	/**
	 * {@return 3 restarts in 5 seconds, unlimited children, no backoff}
	 */
	public static DynamicSupervisorSpec defaults() {
		return DEFAULTS;
	}

	/**
	 * {@return a copy with these limits}
	 * @param intensity how many restarts are allowed
	 */
	public DynamicSupervisorSpec intensity(RestartIntensity intensity) {
		return new DynamicSupervisorSpec(intensity, this.maxChildren, this.backoff, this.template);
	}

	/**
	 * {@return a copy with this limit on children}
	 * @param maxChildren the maximum number of children, 0 or more
	 */
	public DynamicSupervisorSpec maxChildren(int maxChildren) {
		return new DynamicSupervisorSpec(this.intensity, maxChildren, this.backoff, this.template);
	}

	/**
	 * {@return a copy with these delays before restarts}
	 * @param backoff the delays, {@code null} for none
	 */
	public DynamicSupervisorSpec backoff(@Nullable Backoff backoff) {
		return new DynamicSupervisorSpec(this.intensity, this.maxChildren, backoff, this.template);
	}

	/**
	 * {@return a copy with this template}
	 * @param template makes children from an id and arguments
	 */
	public DynamicSupervisorSpec template(ChildTemplate template) {
		Objects.requireNonNull(template, "template");
		return new DynamicSupervisorSpec(this.intensity, this.maxChildren, this.backoff, template);
	}

}
