package io.triotp.supervisor;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A supervisor whose children are started later, know no order and restart alone (OTP D1,
 * D2).
 *
 * @param intensity how many restarts are allowed, for all children together
 * @param maxChildren how many children there may be
 * @param backoff how long to wait before restarts of children that do not say it
 * themselves, {@code null} for not at all
 * @param template makes children of an id and arguments, {@code null} if every child
 * comes with a specification
 */
public record DynamicSupervisorSpec(RestartIntensity intensity, int maxChildren, @Nullable Backoff backoff,
		@Nullable ChildTemplate template) {

	/** As many as there is memory for. */
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
	 * {@return this with other limits}
	 * @param intensity how many restarts are allowed
	 */
	public DynamicSupervisorSpec intensity(RestartIntensity intensity) {
		return new DynamicSupervisorSpec(intensity, this.maxChildren, this.backoff, this.template);
	}

	/**
	 * {@return this with a limit on children}
	 * @param maxChildren how many there may be
	 */
	public DynamicSupervisorSpec maxChildren(int maxChildren) {
		return new DynamicSupervisorSpec(this.intensity, maxChildren, this.backoff, this.template);
	}

	/**
	 * {@return this with delays before restarts}
	 * @param backoff the delays, {@code null} for none
	 */
	public DynamicSupervisorSpec backoff(@Nullable Backoff backoff) {
		return new DynamicSupervisorSpec(this.intensity, this.maxChildren, backoff, this.template);
	}

	/**
	 * {@return this with a template}
	 * @param template makes children of an id and arguments
	 */
	public DynamicSupervisorSpec template(ChildTemplate template) {
		return new DynamicSupervisorSpec(this.intensity, this.maxChildren, this.backoff, template);
	}

}
