package io.triotp.spring.boot.config;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.triotp.mailbox.Mailbox;
import io.triotp.process.MailboxLimit;
import io.triotp.resource.Probe;
import io.triotp.process.MailboxLimit.Overflow;
import io.triotp.spring.boot.TriOtpProperties;
import io.triotp.spring.boot.TriOtpProperties.BeanSettings;
import io.triotp.spring.boot.TriOtpProperties.SupervisorSettings;
import io.triotp.supervisor.Backoff;
import io.triotp.supervisor.RestartIntensity;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says about one thing, in one place or in several of which the
 * first wins, and whether it makes sense.
 *
 * @param <S> what can be said
 */
final class Settings<S> {

	/**
	 * A value and where it is written.
	 *
	 * @param <T> the type of the value
	 * @param property the property
	 * @param value the value
	 */
	record Setting<T>(String property, T value) {
	}

	/**
	 * One place.
	 *
	 * @param <S> what can be said
	 * @param property the property everything in it begins with
	 * @param values what is said there
	 */
	record Place<S>(String property, S values) {
	}

	private final List<Place<? extends S>> places;

	private final ConfigurationProblems problems;

	Settings(ConfigurationProblems problems, List<Place<? extends S>> places) {
		this.problems = problems;
		this.places = List.copyOf(places);
	}

	<T> @Nullable Setting<T> find(String key, Function<S, @Nullable T> getter) {
		for (Place<? extends S> place : this.places) {
			T value = getter.apply(place.values());
			if (value != null) {
				return new Setting<>(place.property() + "." + key, value);
			}
		}
		return null;
	}

	<T> @Nullable T get(String key, Function<S, @Nullable T> getter) {
		Setting<T> setting = find(key, getter);
		return (setting != null) ? setting.value() : null;
	}

	/** Report a setting that cannot be here. */
	void refuse(String key, Function<S, @Nullable ?> getter, String reason, String action) {
		for (Place<? extends S> place : this.places) {
			if (getter.apply(place.values()) != null) {
				this.problems.add(place.property() + "." + key, reason, action);
			}
		}
	}

	@Nullable Duration positive(String key, Function<S, @Nullable Duration> getter) {
		Setting<Duration> setting = find(key, getter);
		if (setting != null && !setting.value().isPositive()) {
			this.problems.add(setting.property(), "It must be more than 0.", "Write a longer time, such as 5s.");
			return null;
		}
		return (setting != null) ? setting.value() : null;
	}

	@Nullable Duration notNegative(String key, Function<S, @Nullable Duration> getter) {
		Setting<Duration> setting = find(key, getter);
		if (setting != null && setting.value().isNegative()) {
			this.problems.add(setting.property(), "It must not be negative.", "Write a time of 0 or more.");
			return null;
		}
		return (setting != null) ? setting.value() : null;
	}

	private <N extends Number> @Nullable N within(String key, Function<S, @Nullable N> getter, double min, double max,
			String reason) {
		Setting<N> setting = find(key, getter);
		// written so that NaN is refused too
		if (setting != null && !(setting.value().doubleValue() >= min && setting.value().doubleValue() <= max)) {
			this.problems.add(setting.property(), reason, "Correct the value.");
			return null;
		}
		return (setting != null) ? setting.value() : null;
	}

	@Nullable Double share(String key, Function<S, @Nullable Double> getter) {
		return within(key, getter, Double.MIN_VALUE, Math.nextDown(1.0), "It must be between 0 and 1.");
	}

	@Nullable Integer atLeast(int min, String key, Function<S, @Nullable Integer> getter) {
		return within(key, getter, min, Integer.MAX_VALUE, "It must be " + min + " or more.");
	}

	/**
	 * {@return the limits, with parts of the others for what is not said}
	 */
	RestartIntensity limits(Function<S, @Nullable Integer> maxRestarts, Function<S, @Nullable Duration> period,
			RestartIntensity otherwise) {
		Integer restarts = atLeast(0, "max-restarts", maxRestarts);
		Duration length = positive("period", period);
		return new RestartIntensity((restarts != null) ? restarts : otherwise.maxRestarts(),
				(length != null) ? length : otherwise.period());
	}

	static @Nullable Backoff backoff(Settings<? extends SupervisorSettings> settings) {
		return settings.backoffOf(SupervisorSettings::backoff);
	}

	static @Nullable Backoff backoffOfBean(Settings<? extends BeanSettings> settings) {
		return settings.backoffOf(BeanSettings::backoff);
	}

	private @Nullable Backoff backoffOf(Function<? super S, TriOtpProperties.@Nullable Backoff> getter) {
		Setting<TriOtpProperties.Backoff> said = find("backoff", getter::apply);
		if (said == null) {
			return null;
		}
		Duration min = positive("backoff.min", in(getter, TriOtpProperties.Backoff::min));
		Duration max = positive("backoff.max", in(getter, TriOtpProperties.Backoff::max));
		Double factor = within("backoff.factor", in(getter, TriOtpProperties.Backoff::factor), 1, Double.MAX_VALUE,
				"It must be 1 or more.");
		Double jitter = within("backoff.jitter", in(getter, TriOtpProperties.Backoff::jitter), 0, 1,
				"It must be from 0 to 1.");
		Duration reset = notNegative("backoff.reset-after", in(getter, TriOtpProperties.Backoff::resetAfter));
		Duration first = (min != null) ? min : Backoff.DEFAULT_MIN;
		Duration longest = (max != null) ? max
				: (first.compareTo(Backoff.DEFAULT_MAX) > 0) ? first : Backoff.DEFAULT_MAX;
		if (longest.compareTo(first) < 0) {
			Setting<Duration> where = find("backoff.max", in(getter, TriOtpProperties.Backoff::max));
			this.problems.add((where != null) ? where.property() : said.property(),
					"The longest delay is shorter than the first, which is " + first + ".",
					"Write a max of at least min.");
			return null;
		}
		return new Backoff(first, longest, (factor != null) ? factor : Backoff.DEFAULT_FACTOR,
				(jitter != null) ? jitter : Backoff.DEFAULT_JITTER,
				(reset != null) ? reset : Backoff.DEFAULT_RESET_AFTER);
	}

	static @Nullable MailboxLimit mailbox(Settings<? extends BeanSettings> settings) {
		return settings.mailboxOf(BeanSettings::mailbox);
	}

	private @Nullable MailboxLimit mailboxOf(Function<? super S, TriOtpProperties.@Nullable Mailbox> getter) {
		Setting<TriOtpProperties.Mailbox> said = find("mailbox", getter::apply);
		if (said == null) {
			return null;
		}
		Function<S, @Nullable Integer> size = in(getter, TriOtpProperties.Mailbox::capacity);
		Duration timeout = notNegative("mailbox.timeout", in(getter, TriOtpProperties.Mailbox::timeout));
		Overflow overflow = get("mailbox.overflow", in(getter, TriOtpProperties.Mailbox::overflow));
		if (find("mailbox.capacity", size) == null) {
			this.problems.add(said.property(), "A bounded mailbox needs a capacity.",
					"Add capacity, or remove mailbox for one without a bound.");
			return null;
		}
		Integer capacity = atLeast(1, "mailbox.capacity", size);
		Duration target = positive("mailbox.target", in(getter, TriOtpProperties.Mailbox::target));
		if (overflow != Overflow.REJECT_LATE) {
			refuse("mailbox.target", in(getter, TriOtpProperties.Mailbox::target),
					"Only overflow: reject-late looks at how long messages wait.", "Remove it, or add that overflow.");
			return (capacity != null) ? new MailboxLimit(capacity, (overflow != null) ? overflow : Overflow.BLOCK,
					(timeout != null) ? timeout : MailboxLimit.DEFAULT_TIMEOUT) : null;
		}
		refuse("mailbox.timeout", in(getter, TriOtpProperties.Mailbox::timeout),
				"With overflow: reject-late no sender waits.", "Remove it, or write target.");
		return (capacity != null)
				? new MailboxLimit(capacity, overflow, (target != null) ? target : MailboxLimit.DEFAULT_TARGET) : null;
	}

	/**
	 * {@return how it is looked at, {@code null} if that is not said}
	 * @param indicators the health indicators there are
	 */
	static @Nullable ProbePlan probe(Settings<? extends BeanSettings> settings, Supplier<List<String>> indicators) {
		return settings.probeOf(BeanSettings::probe, indicators);
	}

	private @Nullable ProbePlan probeOf(Function<? super S, TriOtpProperties.@Nullable Probe> getter,
			Supplier<List<String>> indicators) {
		if (find("probe", getter::apply) == null) {
			return null;
		}
		Boolean enabled = get("probe.enabled", in(getter, TriOtpProperties.Probe::enabled));
		Duration every = positive("probe.every", in(getter, TriOtpProperties.Probe::every));
		Duration timeout = positive("probe.timeout", in(getter, TriOtpProperties.Probe::timeout));
		Integer failures = atLeast(1, "probe.failures", in(getter, TriOtpProperties.Probe::failures));
		Setting<String> health = find("probe.health", in(getter, TriOtpProperties.Probe::health));
		if (health != null) {
			requireIndicator(health, indicators.get());
		}
		return new ProbePlan(!Boolean.FALSE.equals(enabled), (every != null) ? every : Probe.EVERY,
				(timeout != null) ? timeout : Probe.TIMEOUT, (failures != null) ? failures : Probe.FAILURES,
				(health != null) ? health.value() : null);
	}

	/** Which ones are below another is known only when it has been made. */
	private void requireIndicator(Setting<String> health, List<String> indicators) {
		String first = health.value().split("/", 2)[0];
		if (indicators.isEmpty()) {
			this.problems.add(health.property(), "There are no health indicators in this application.",
					"Add spring-boot-starter-actuator, or remove health.");
		}
		else if (!indicators.contains(first)) {
			this.problems.add(health.property(), "There is no health indicator '" + first + "'.",
					ConfigurationProblems.didYouMean(first, indicators, "health indicators"));
		}
	}

	private <G, T> Function<S, @Nullable T> in(Function<? super S, @Nullable G> group,
			Function<G, @Nullable T> getter) {
		return (values) -> {
			G found = group.apply(values);
			return (found != null) ? getter.apply(found) : null;
		};
	}

}
