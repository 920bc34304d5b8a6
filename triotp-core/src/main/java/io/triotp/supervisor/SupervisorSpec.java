package io.triotp.supervisor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The specification of a supervisor and its children, in start order (OTP V1).
 *
 * @param strategy which children are restarted together
 * @param intensity how many restarts are allowed
 * @param autoShutdown when the end of significant children ends the supervisor
 * @param backoff how long to wait before restarts of children without a backoff of their
 * own, {@code null} to restart at once
 * @param children the children, in start order; their ids must differ
 */
public record SupervisorSpec(Strategy strategy, RestartIntensity intensity, AutoShutdown autoShutdown,
		@Nullable Backoff backoff, List<ChildSpec> children) {

	public SupervisorSpec {
		Objects.requireNonNull(strategy, "strategy");
		Objects.requireNonNull(intensity, "intensity");
		Objects.requireNonNull(autoShutdown, "autoShutdown");
		children = List.copyOf(Objects.requireNonNull(children, "children"));
		Set<String> ids = new HashSet<>();
		for (ChildSpec child : children) {
			if (!ids.add(child.id())) {
				throw new IllegalArgumentException("Two children have the id '" + child.id() + "'");
			}
			child.requireMeaningful();
		}
	}

	/** Checked on use, so that changes can come in any order. */
	void requireMeaningful() {
		this.children.forEach((child) -> child.requireMeaningful(this.autoShutdown));
	}

	/**
	 * {@return a supervisor that allows 3 restarts in 5 seconds}
	 * @param strategy which children are restarted together
	 * @param children the children, in start order
	 */
	public static SupervisorSpec of(Strategy strategy, ChildSpec... children) {
		return new SupervisorSpec(strategy, RestartIntensity.DEFAULT, AutoShutdown.NEVER, null,
				List.of(Objects.requireNonNull(children, "children")));
	}

	/**
	 * {@return a supervisor that restarts only the child that ended}
	 * @param children the children, in start order
	 */
	public static SupervisorSpec oneForOne(ChildSpec... children) {
		return of(Strategy.ONE_FOR_ONE, children);
	}

	/**
	 * {@return a supervisor that restarts all children}
	 * @param children the children, in start order
	 */
	public static SupervisorSpec oneForAll(ChildSpec... children) {
		return of(Strategy.ONE_FOR_ALL, children);
	}

	/**
	 * {@return a supervisor that restarts the child that ended and those started after
	 * it}
	 * @param children the children, in start order
	 */
	public static SupervisorSpec restForOne(ChildSpec... children) {
		return of(Strategy.REST_FOR_ONE, children);
	}

	/**
	 * {@return a supervisor that ends when all its children have ended for good, as in
	 * TriOTP for Python; every child becomes significant}
	 * @param children the children, in start order; none may be permanent
	 */
	public static SupervisorSpec untilAllEnded(ChildSpec... children) {
		Objects.requireNonNull(children, "children");
		List<ChildSpec> significant = new ArrayList<>();
		for (ChildSpec child : children) {
			significant.add(child.significant(true));
		}
		return new SupervisorSpec(Strategy.ONE_FOR_ONE, RestartIntensity.DEFAULT, AutoShutdown.ALL_SIGNIFICANT, null,
				significant);
	}

	/**
	 * {@return a copy with these limits}
	 * @param intensity how many restarts are allowed
	 */
	public SupervisorSpec intensity(RestartIntensity intensity) {
		return new SupervisorSpec(this.strategy, intensity, this.autoShutdown, this.backoff, this.children);
	}

	/**
	 * {@return a copy with this rule for automatic shutdown. With significant children,
	 * it must not be {@link AutoShutdown#NEVER} when the specification is used}
	 * @param autoShutdown the rule
	 */
	public SupervisorSpec autoShutdown(AutoShutdown autoShutdown) {
		return new SupervisorSpec(this.strategy, this.intensity, autoShutdown, this.backoff, this.children);
	}

	/**
	 * {@return a copy with these delays before restarts}
	 * @param backoff the delays, {@code null} for none
	 */
	public SupervisorSpec backoff(@Nullable Backoff backoff) {
		return new SupervisorSpec(this.strategy, this.intensity, this.autoShutdown, backoff, this.children);
	}

	/**
	 * {@return a copy with these children}
	 * @param children the children, in start order
	 */
	public SupervisorSpec children(ChildSpec... children) {
		return new SupervisorSpec(this.strategy, this.intensity, this.autoShutdown, this.backoff,
				List.of(Objects.requireNonNull(children, "children")));
	}

}
