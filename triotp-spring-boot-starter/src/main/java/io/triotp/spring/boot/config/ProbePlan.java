package io.triotp.spring.boot.config;

import java.time.Duration;
import java.util.function.Function;

import io.triotp.process.Pid;
import io.triotp.resource.Finding;
import io.triotp.resource.Probe;
import io.triotp.spring.boot.probe.HealthFinding;
import io.triotp.spring.boot.probe.LifecycleFinding;
import io.triotp.spring.boot.probe.ProbeGate;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.Lifecycle;

/**
 * How a child is looked at while it runs.
 *
 * @param enabled whether it is
 * @param every the period
 * @param timeout how long a look may take
 * @param failures how many looks in a row must find it unhealthy
 * @param health the health indicator that is asked, {@code null} for none
 */
record ProbePlan(boolean enabled, Duration every, Duration timeout, int failures, @Nullable String health) {

	/**
	 * {@return whether it asks nobody: only a Lifecycle tells of itself whether it runs}
	 */
	boolean asksNobody() {
		return this.enabled && this.health == null;
	}

	/** A Lifecycle tells by itself whether it runs. */
	static final ProbePlan DEFAULT = new ProbePlan(true, Probe.EVERY, Probe.TIMEOUT, Probe.FAILURES, null);

	/**
	 * {@return the probe of a bean that has been started, {@code null} if there is none}
	 */
	<T> @Nullable Probe<T> ofLifecycle(BeanFactory beans, Function<T, Lifecycle> lifecycle) {
		return this.enabled ? probe((subject) -> {
			ProbeGate gate = beans.getBeanProvider(ProbeGate.class).getIfAvailable();
			if (gate != null && !gate.isRunning()) {
				return Finding.healthy();
			}
			Finding own = LifecycleFinding.of(lifecycle.apply(subject));
			return (own instanceof Finding.Healthy) ? askHealth(beans) : own;
		}) : null;
	}

	/**
	 * {@return the probe of anything else, {@code null} if there is none}
	 */
	@Nullable Probe<Pid> ofAny(BeanFactory beans) {
		return (this.enabled && this.health != null) ? probe((subject) -> askHealth(beans)) : null;
	}

	private Finding askHealth(BeanFactory beans) {
		return (this.health != null) ? HealthFinding.of(beans, this.health) : Finding.healthy();
	}

	private <T> Probe<T> probe(Probe.Check<T> check) {
		return new Probe<>(check, this.every, this.timeout, this.failures);
	}

}
