package io.triotp.spring.boot.probe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.triotp.resource.Finding;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.health.registry.ReactiveHealthContributorRegistry;
import org.springframework.util.ClassUtils;

/**
 * What a health indicator says. One that is {@code DOWN} or {@code OUT_OF_SERVICE}, or
 * has one below it that is, has found its subject unhealthy.
 */
public final class HealthFinding {

	private static final List<String> SUFFIXES = List.of("healthindicator", "healthcontributor");

	private HealthFinding() {
	}

	/**
	 * {@return whether the library is there that knows health indicators}
	 * @param classLoader where to look
	 */
	public static boolean isPossible(@Nullable ClassLoader classLoader) {
		return ClassUtils.isPresent("org.springframework.boot.health.registry.HealthContributorRegistry", classLoader);
	}

	/**
	 * {@return the names of the indicators that are beans} None is created.
	 * @param beans where they are
	 */
	public static List<String> names(ListableBeanFactory beans) {
		return Stream.of(HealthContributor.class, ReactiveHealthContributor.class)
			.flatMap((type) -> Stream.of(beans.getBeanNamesForType(type, true, false)))
			.map(HealthFinding::withoutSuffix)
			.sorted()
			.toList();
	}

	/** As Spring Boot names them. */
	private static String withoutSuffix(String bean) {
		String lower = bean.toLowerCase(Locale.ENGLISH);
		return SUFFIXES.stream()
			.filter((suffix) -> lower.endsWith(suffix) && lower.length() > suffix.length())
			.findFirst()
			.map((suffix) -> bean.substring(0, bean.length() - suffix.length()))
			.orElse(bean);
	}

	/**
	 * {@return what an indicator says} It is asked now, on this thread, which waits for
	 * one that is reactive.
	 * @param beans where the indicators are
	 * @param name the name of the indicator, such as {@code db}; one below another is
	 * {@code db/primary}
	 */
	public static Finding of(BeanFactory beans, String name) {
		HealthContributor found = find(beans, name);
		if (found == null) {
			return Finding.unhealthy("there is no health indicator '" + name + "'");
		}
		Map<String, Health> bad = new LinkedHashMap<>();
		ask(name, found, bad);
		if (bad.isEmpty()) {
			return Finding.healthy();
		}
		String what = bad.entrySet()
			.stream()
			.map((each) -> each.getKey() + " is " + each.getValue().getStatus().getCode())
			.collect(Collectors.joining(", "));
		return Finding.unhealthy(what, bad.values().stream().map(Health::getDetails).toList());
	}

	/** Spring Boot keeps those that are reactive apart. */
	private static @Nullable HealthContributor find(BeanFactory beans, String name) {
		HealthContributor found = find(beans.getBean(HealthContributorRegistry.class), name);
		ReactiveHealthContributorRegistry reactive = (found == null)
				? beans.getBeanProvider(ReactiveHealthContributorRegistry.class).getIfAvailable() : null;
		return (reactive != null) ? find(reactive.asHealthContributors(), name) : found;
	}

	private static @Nullable HealthContributor find(HealthContributors all, String name) {
		HealthContributors within = all;
		HealthContributor found = null;
		for (String each : name.split("/")) {
			found = (within != null) ? within.getContributor(each) : null;
			within = (found instanceof CompositeHealthContributor composite) ? composite : null;
		}
		return found;
	}

	private static void ask(String name, HealthContributor contributor, Map<String, Health> bad) {
		if (contributor instanceof HealthIndicator indicator) {
			Health health = indicator.health();
			if (health != null && isBad(health.getStatus())) {
				bad.put(name, health);
			}
		}
		else if (contributor instanceof CompositeHealthContributor composite) {
			composite.stream().forEach((each) -> ask(name + "/" + each.name(), each.contributor(), bad));
		}
	}

	private static boolean isBad(Status status) {
		return status.equals(Status.DOWN) || status.equals(Status.OUT_OF_SERVICE);
	}

}
