package io.triotp;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole suite again and again in one JVM ({@code -Drepeat=50}), classes and methods
 * in another order each time: a test that fails once in a thousand, needs another one
 * before it or leaves something behind has nowhere to hide. Without the tests that start
 * a JVM of their own, which would be cold every time.
 */
@EnabledIfSystemProperty(named = "repeat", matches = "[0-9]+")
class RepeatedSuite {

	/** Of each test whose threads take turns as a seed decides. */
	private static final int SCHEDULES = 1_000;

	@Test
	@Timeout(value = 1, unit = TimeUnit.DAYS) // stands in for that of a single test
	void passes_every_time() {
		int runs = Integer.getInteger("repeat", 1);
		long seed = Long.getLong("seed", new SplittableRandom().nextLong(1_000_000_000));
		for (int run = 1; run <= runs; run++, seed++) {
			// for the tests that generate their cases
			System.setProperty("seed", Long.toString(seed));
			// fewer schedules than in a single run, but other ones each time
			System.setProperty("triotp.schedules", Integer.toString(SCHEDULES));
			System.setProperty("triotp.schedules.from", Long.toString(seed * SCHEDULES));
			long begin = System.nanoTime();
			TestExecutionSummary summary = run(seed);
			report(run + " of " + runs, seed, System.nanoTime() - begin, summary);
			if (summary.getTotalFailureCount() > 0) {
				summary.printFailuresTo(new PrintWriter(System.out, true), 40);
			}
			assertThat(summary.getTotalFailureCount()).as("failures; the same order again: -Drepeat=1 -Dseed=%d", seed)
				.isZero();
			assertThat(summary.getTestsSucceededCount()).as("tests that ran").isPositive();
		}
	}

	private static TestExecutionSummary run(long seed) {
		LauncherDiscoveryRequest suite = LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectClasspathRoots(Set.of(testClasses())))
			.filters(ClassNameFilter.includeClassNamePatterns(".*Tests"), TagFilter.excludeTags("starts-jvm"))
			.configurationParameter("junit.jupiter.testclass.order.default", ClassOrderer.Random.class.getName())
			.configurationParameter("junit.jupiter.testmethod.order.default", MethodOrderer.Random.class.getName())
			.configurationParameter("junit.jupiter.execution.order.random.seed", Long.toString(seed))
			.build();
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherFactory.create().execute(suite, listener);
		return listener.getSummary();
	}

	private static void report(String run, long seed, long nanos, TestExecutionSummary summary) {
		System.out.printf("run %s: %d tests, %.1f s, %d failures, %d platform threads left, seed %d%n", run,
				summary.getTestsStartedCount(), nanos / 1e9, summary.getTotalFailureCount(),
				ManagementFactory.getThreadMXBean().getThreadCount(), seed);
	}

	private static Path testClasses() {
		try {
			return Path.of(RepeatedSuite.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new AssertionError(ex);
		}
	}

}
