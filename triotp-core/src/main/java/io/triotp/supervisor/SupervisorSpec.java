package io.triotp.supervisor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A supervisor and its children, in start order (OTP V1).
 *
 * @param strategy who is restarted with whom
 * @param intensity how many restarts are allowed
 * @param autoShutdown when the end of significant children ends the supervisor
 * @param backoff how long to wait before restarts of children that do not say it
 * themselves, {@code null} for not at all
 * @param children the children, in start order; their ids differ
 */
public record SupervisorSpec(Strategy strategy, RestartIntensity intensity, AutoShutdown autoShutdown,
		@Nullable Backoff backoff, List<ChildSpec> children) {

	public SupervisorSpec {
		Objects.requireNonNull(strategy, "strategy");
		Objects.requireNonNull(intensity, "intensity");
		Objects.requireNonNull(autoShutdown, "autoShutdown");
		children = List.copyOf(children);
		Set<String> ids = new HashSet<>();
		for (ChildSpec child : children) {
			if (!ids.add(child.id())) {
				throw new IllegalArgumentException("Two children have the id '" + child.id() + "'");
			}
			child.requireMeaningful();
		}
	}

	/** Checked when the specification is used: the order of the changes is free. */
	void requireMeaningful() {
		this.children.forEach((child) -> child.requireMeaningful(this.autoShutdown));
	}

	/**
	 * {@return a supervisor with 3 restarts in 5 seconds}
	 * @param strategy who is restarted with whom
	 * @param children the children, in start order
	 */
	public static SupervisorSpec of(Strategy strategy, ChildSpec... children) {
		return new SupervisorSpec(strategy, RestartIntensity.DEFAULT, AutoShutdown.NEVER, null, List.of(children));
	}

	/**
	 * {@return a supervisor that restarts only who has ended}
	 * @param children the children, in start order
	 */
	public static SupervisorSpec oneForOne(ChildSpec... children) {
		return of(Strategy.ONE_FOR_ONE, children);
	}

	/**
	 * {@return a supervisor that restarts all}
	 * @param children the children, in start order
	 */
	public static SupervisorSpec oneForAll(ChildSpec... children) {
		return of(Strategy.ONE_FOR_ALL, children);
	}

	/**
	 * {@return a supervisor that restarts who has ended and those started later}
	 * @param children the children, in start order
	 */
	public static SupervisorSpec restForOne(ChildSpec... children) {
		return of(Strategy.REST_FOR_ONE, children);
	}

	/**
	 * {@return a supervisor that ends when all its children have ended for good, as in
	 * TriOTP for Python: every child is significant}
	 * @param children the children, in start order, none of them permanent
	 */
	public static SupervisorSpec untilAllEnded(ChildSpec... children) {
		List<ChildSpec> significant = new ArrayList<>();
		for (ChildSpec child : children) {
			significant.add(child.significant(true));
		}
		return new SupervisorSpec(Strategy.ONE_FOR_ONE, RestartIntensity.DEFAULT, AutoShutdown.ALL_SIGNIFICANT, null,
				significant);
	}

	/**
	 * {@return this with other limits}
	 * @param intensity how many restarts are allowed
	 */
	public SupervisorSpec intensity(RestartIntensity intensity) {
		return new SupervisorSpec(this.strategy, intensity, this.autoShutdown, this.backoff, this.children);
	}

	/**
	 * {@return this with another rule for its end; with significant children there must
	 * be one when the specification is used}
	 * @param autoShutdown the rule
	 */
	public SupervisorSpec autoShutdown(AutoShutdown autoShutdown) {
		return new SupervisorSpec(this.strategy, this.intensity, autoShutdown, this.backoff, this.children);
	}

	/**
	 * {@return this with delays before restarts}
	 * @param backoff the delays, {@code null} for none
	 */
	public SupervisorSpec backoff(@Nullable Backoff backoff) {
		return new SupervisorSpec(this.strategy, this.intensity, this.autoShutdown, backoff, this.children);
	}

	/**
	 * {@return this with other children}
	 * @param children the children, in start order
	 */
	public SupervisorSpec children(ChildSpec... children) {
		return new SupervisorSpec(this.strategy, this.intensity, this.autoShutdown, this.backoff, List.of(children));
	}

}
