package io.triotp.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/reliability.md} has each fault and each invariant once, and it and
 * {@code docs/threats.md} name tests that exist, in whatever module.
 */
class ReliabilityTests {

	private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

	private static final Pattern NAMED = Pattern.compile("`(\\w+Tests)#(\\w+)`");

	private static final Pattern METHOD = Pattern.compile("(?m)^\\s+void (\\w+)\\(");

	private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]-?\\d+) \\| (.+) \\|$");

	private static final Set<String> TESTS = tests();

	private static Set<String> tests() {
		try (Stream<Path> modules = Files.list(ROOT)) {
			return modules.map((module) -> module.resolve("src/test/java"))
				.filter(Files::isDirectory)
				.flatMap(ReliabilityTests::filesBelow)
				.flatMap(ReliabilityTests::methods)
				.collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static Stream<Path> filesBelow(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter((file) -> file.toString().endsWith("Tests.java")).toList().stream();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static Stream<String> methods(Path file) {
		String type = file.getFileName().toString().replace(".java", "");
		return METHOD.matcher(read(file)).results().map((found) -> type + "#" + found.group(1));
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static String page(String name) {
		return read(ROOT.resolve("docs").resolve(name));
	}

	private static List<MatchResult> rows(String page) {
		return ROW.matcher(page(page)).results().toList();
	}

	private static List<String> numbered(String prefix, int last) {
		return IntStream.rangeClosed(1, last).mapToObj((i) -> prefix + i).toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "reliability.md", "threats.md" })
	void every_test_that_is_named_exists(String page) {
		List<String> named = NAMED.matcher(page(page))
			.results()
			.map((found) -> found.group(1) + "#" + found.group(2))
			.toList();
		assertThat(named).hasSizeGreaterThan(50).isSubsetOf(TESTS);
	}

	@Test
	void every_fault_and_every_invariant_is_there_once() {
		List<String> rows = rows("reliability.md").stream().map((row) -> row.group(1)).toList();
		assertThat(rows).containsExactlyInAnyOrderElementsOf(
				Stream.concat(numbered("F", 75).stream(), numbered("I-", 24).stream()).toList());
	}

	/** Whatever is said to be shown names what shows it. */
	@Test
	void every_row_that_says_yes_or_partly_names_a_test() {
		assertThat(rows("reliability.md"))
			.filteredOn((row) -> row.group(2).contains("| yes |") || row.group(2).contains("| partly: "))
			.hasSizeGreaterThan(90)
			.allMatch((row) -> NAMED.matcher(row.group(2)).find());
	}

	/** What nothing holds says so. */
	@Test
	void every_threat_names_what_holds_it_or_says_why_there_is_nothing() {
		assertThat(rows("threats.md")).hasSizeGreaterThan(40)
			.allMatch((row) -> NAMED.matcher(row.group(2)).find() || row.group(2).contains("open: ")
					|| row.group(2).contains("trusted") || row.group(2).contains("`.ci/"));
	}

	@Test
	void no_two_threats_share_a_number() {
		assertThat(rows("threats.md")).extracting((row) -> row.group(1)).doesNotHaveDuplicates();
	}

}
