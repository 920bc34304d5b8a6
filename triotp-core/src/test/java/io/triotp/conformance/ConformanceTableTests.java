package io.triotp.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.triotp.testing.Conformance;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds {@code docs/conformance.md} against the tests. Run with
 * {@code -Ddocs.update=true} to write it.
 */
class ConformanceTableTests {

	private static final Path TABLE = Path.of("").toAbsolutePath().getParent().resolve("docs/conformance.md");

	private static final JavaClasses TESTS = new ClassFileImporter().importPackages("io.triotp");

	private final List<String> cases = lines("cases.txt");

	/** One file for each area, so that they do not get in each other's way. */
	private final Map<String, String> notApplicable = Stream.of("supervisor", "server", "registry", "task")
		.flatMap((area) -> lines("not-applicable-" + area + ".tsv").stream())
		.map((line) -> line.split("\t", 2))
		.collect(Collectors.toMap((pair) -> pair[0], (pair) -> pair[1]));

	@Test
	void every_case_named_by_a_test_exists_and_none_is_both_tested_and_not_applicable() {
		assertThat(this.cases).containsAll(covered().keySet()).containsAll(this.notApplicable.keySet());
		assertThat(covered()).doesNotContainKeys(this.notApplicable.keySet().toArray(String[]::new));
	}

	@Test
	void the_table_in_the_documentation_is_what_the_tests_say() throws IOException {
		String table = table();
		if (Boolean.getBoolean("docs.update")) {
			Files.writeString(TABLE, table);
		}
		assertThat(Files.readString(TABLE)).isEqualTo(table);
	}

	private String table() {
		Map<String, TreeSet<String>> covered = covered();
		StringBuilder text = new StringBuilder(
				"""
						# Conformance

						Each case restates one of the test suites of Erlang/OTP or Elixir: supervisors (SUP, ESUP, DYN, PART), generic
						servers (GS), links, monitors and timers (LINK, MON, TMR), applications (APP), registries (REG), tasks (TASK),
						system messages (SYS), agents (AGT). This table is made by a test from the annotations of the tests.

						""");
		long tested = this.cases.stream().filter(covered::containsKey).count();
		text.append(this.cases.size())
			.append(" cases: ")
			.append(tested)
			.append(" tested, ")
			.append(this.notApplicable.size())
			.append(" do not apply, ")
			.append(this.cases.size() - tested - this.notApplicable.size())
			.append(" open.\n\n| case | status | test, or why it does not apply |\n|---|---|---|\n");
		for (String each : this.cases) {
			if (covered.containsKey(each)) {
				text.append("| ").append(each).append(" | tested | ");
				text.append(String.join("<br>", covered.get(each))).append(" |\n");
			}
			else if (this.notApplicable.containsKey(each)) {
				text.append("| ").append(each).append(" | does not apply | ");
				text.append(this.notApplicable.get(each)).append(" |\n");
			}
			else {
				text.append("| ").append(each).append(" | open | |\n");
			}
		}
		return text.toString();
	}

	private static Map<String, TreeSet<String>> covered() {
		Map<String, TreeSet<String>> covered = new TreeMap<>();
		for (JavaClass type : TESTS) {
			type.tryGetAnnotationOfType(Conformance.class)
				.ifPresent((ids) -> note(covered, ids, "`" + name(type) + "`"));
			type.getMethods()
				.forEach((method) -> method.tryGetAnnotationOfType(Conformance.class)
					.ifPresent((ids) -> note(covered, ids, "`" + name(type) + "." + method.getName() + "`")));
		}
		return covered;
	}

	private static void note(Map<String, TreeSet<String>> covered, Conformance ids, String test) {
		Arrays.stream(ids.value()).forEach((id) -> covered.computeIfAbsent(id, (key) -> new TreeSet<>()).add(test));
	}

	private static String name(JavaClass type) {
		return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
	}

	private static List<String> lines(String resource) {
		try (var in = ConformanceTableTests.class.getResourceAsStream("/conformance/" + resource)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.isBlank())
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
