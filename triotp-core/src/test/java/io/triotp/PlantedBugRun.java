package io.triotp;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs the methods of one name in one test class and those nested in it; how it ends
 * tells what came of them.
 */
final class PlantedBugRun {

	static final int PASSED = 0;

	static final int FAILED = 10;

	static final int NOTHING_RAN = 11;

	private PlantedBugRun() {
	}

	public static void main(String[] args) throws Exception {
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherFactory.create()
			.execute(LauncherDiscoveryRequestBuilder.request()
				.selectors(DiscoverySelectors.selectClass(named(args[0])))
				.filters((PostDiscoveryFilter) (test) -> FilterResult.includedIf(isNamed(test, args[1])))
				.build(), listener);
		TestExecutionSummary summary = listener.getSummary();
		summary.printFailuresTo(new PrintWriter(System.out, true), 40);
		boolean failed = summary.getTotalFailureCount() > 0;
		Runtime.getRuntime().halt(failed ? FAILED : (summary.getTestsSucceededCount() > 0) ? PASSED : NOTHING_RAN);
	}

	private static boolean isNamed(TestDescriptor test, String method) {
		return test.getSource()
			.map((source) -> !(source instanceof MethodSource tested) || tested.getMethodName().equals(method))
			.orElse(true);
	}

	private static Class<?> named(String simpleName) throws IOException, URISyntaxException, ClassNotFoundException {
		Path root = Path.of(PlantedBugRun.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		try (Stream<Path> files = Files.walk(root)) {
			Path found = files.filter((file) -> file.endsWith(simpleName + ".class")).findFirst().orElseThrow();
			String name = root.relativize(found).toString().replace('/', '.');
			return Class.forName(name.substring(0, name.length() - ".class".length()));
		}
	}

}
