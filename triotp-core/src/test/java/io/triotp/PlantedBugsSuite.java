package io.triotp;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plants the bugs of {@code bugs.tsv} one after the other ({@code -Dplanted}, or
 * {@code -Dplanted=backoff} for those that have the word, {@code -Dplanted.part=0/2} for
 * every other one, from the first on): each must make the one test fail that is named
 * beside it. A test that stays green proves nothing. Only the file with the bug is
 * compiled, into a folder before all others, and the test runs in a JVM of its own, as
 * many of them at a time as there are processors.
 */
@EnabledIfSystemProperty(named = "planted", matches = ".*")
class PlantedBugsSuite {

	private static final String CLASS_PATH = System.getProperty("surefire.test.class.path",
			System.getProperty("java.class.path"));

	@TempDir
	private Path folder;

	@Test
	@Timeout(value = 1, unit = TimeUnit.DAYS) // each bug has a limit of its own
	void each_is_caught() throws Exception {
		String word = System.getProperty("planted").equals("true") ? "" : System.getProperty("planted");
		List<String> missed = new ArrayList<>();
		List<PlantedBug> all = PlantedBug.all().filter((bug) -> bug.what().contains(word)).toList();
		String[] part = System.getProperty("planted.part", "0/1").split("/");
		List<PlantedBug> bugs = IntStream.range(0, all.size())
			.filter((i) -> i % Integer.parseInt(part[1]) == Integer.parseInt(part[0]))
			.mapToObj(all::get)
			.toList();
		try (ExecutorService lanes = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
			for (Future<Finding> each : bugs.stream().map((bug) -> lanes.submit(() -> finding(bug))).toList()) {
				Finding finding = each.get();
				if (!finding.outcome().equals("caught")) {
					missed.add(finding.outcome() + " " + finding.bug().what());
				}
			}
		}
		System.out.printf("%d of %d planted bugs caught%n", bugs.size() - missed.size(), bugs.size());
		assertThat(bugs).as("bugs that have the word '%s'", word).isNotEmpty();
		assertThat(missed).isEmpty();
	}

	private Finding finding(PlantedBug bug) throws Exception {
		long begun = System.nanoTime();
		String outcome = outcome(bug);
		System.out.printf("%-8s %s (%s, %.1f s)%n", outcome, bug.what(), bug.test(), (System.nanoTime() - begun) / 1e9);
		return new Finding(bug, outcome);
	}

	private String outcome(PlantedBug bug) throws Exception {
		if (bug.places() != 1) {
			return "STALE";
		}
		Path planted = Files.createTempDirectory(this.folder, "bug");
		Path brokenFile = Files.createDirectories(planted.resolve("source")).resolve(bug.path().getFileName());
		Files.writeString(brokenFile, bug.planted());
		if (!compile(brokenFile, planted)) {
			return "BROKEN";
		}
		return switch (run(bug, planted)) {
			case PlantedBugRun.PASSED -> "SURVIVED";
			case PlantedBugRun.FAILED -> "caught";
			default -> "BROKEN";
		};
	}

	private static boolean compile(Path source, Path into) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter output = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			boolean compiled = compiler
				.getTask(output, files, null,
						List.of("-d", into.toString(), "-cp", CLASS_PATH, "--release", "21", "-proc:none", "-nowarn"),
						null, files.getJavaFileObjects(source))
				.call();
			if (!compiled) {
				System.out.println(output);
			}
			return compiled;
		}
	}

	private static int run(PlantedBug bug, Path planted) throws Exception {
		Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--add-opens=java.base/java.lang=ALL-UNNAMED",
				"-Djunit.jupiter.execution.timeout.default=20 s", "-cp", planted + File.pathSeparator + CLASS_PATH,
				PlantedBugRun.class.getName(), bug.testClass(), bug.testMethod())
			.redirectErrorStream(true)
			.redirectOutput(planted.resolve("output").toFile())
			.start();
		if (!jvm.waitFor(1, TimeUnit.MINUTES)) {
			jvm.destroyForcibly();
			return PlantedBugRun.FAILED;
		}
		return jvm.exitValue();
	}

	private record Finding(PlantedBug bug, String outcome) {
	}

}
