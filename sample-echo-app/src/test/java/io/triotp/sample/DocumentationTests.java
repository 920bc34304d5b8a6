package io.triotp.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the code in the documentation against the code it was taken from. A snippet is a
 * fenced block after {@code <!-- snippet: file#tag -->}; the file marks it with
 * {@code tag::tag[]} and {@code end::tag[]}. Run with {@code -Dsnippets.update=true} to
 * write the code into the documentation.
 */
class DocumentationTests {

	private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

	private static final Pattern SNIPPET = Pattern
		.compile("(<!-- snippet: (\\S+?)#(\\S+) -->\\n+```\\w*\\n)(.*?)(^```)", Pattern.DOTALL | Pattern.MULTILINE);

	@TestFactory
	Stream<DynamicTest> every_snippet_is_the_code_it_was_taken_from() throws IOException {
		return documents().stream().flatMap(DocumentationTests::snippets);
	}

	@Test
	void every_block_of_code_in_the_readme_is_a_snippet_or_a_command_or_output() throws IOException {
		String text = Files.readString(ROOT.resolve("README.md"));
		String rest = SNIPPET.matcher(text).replaceAll("");
		assertThat(Pattern.compile("```(java|yaml|kotlin|xml)").matcher(rest).find()).isFalse();
	}

	@Test
	void the_first_pom_of_a_newcomer_has_the_versions_of_this_build() {
		String ours = read(ROOT.resolve("pom.xml"));
		assertThat(read(ROOT.resolve("triotp-spring-boot-starter/src/test/resources/counter/pom.xml")))
			.contains("<version>" + first("<artifactId>triotp-parent</artifactId>\\s*<version>(.*)</version>", ours)
					+ "<")
			.contains("<version>" + first("<spring-boot.version>(.*)</spring-boot.version>", ours) + "<");
	}

	private static String first(String pattern, String text) {
		Matcher matcher = Pattern.compile(pattern).matcher(text);
		assertThat(matcher.find()).as(pattern).isTrue();
		return matcher.group(1);
	}

	private static List<Path> documents() throws IOException {
		List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
		try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
			docs.filter((file) -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
		}
		return documents;
	}

	private static Stream<DynamicTest> snippets(Path document) {
		String text = read(document);
		if (Boolean.getBoolean("snippets.update")) {
			text = update(document, text);
		}
		return SNIPPET.matcher(text)
			.results()
			.map((found) -> DynamicTest.dynamicTest(
					ROOT.relativize(document) + ": " + found.group(2) + "#" + found.group(3),
					() -> assertThat(found.group(4)).isEqualTo(source(found))));
	}

	private static String update(Path document, String text) {
		String updated = SNIPPET.matcher(text)
			.replaceAll((found) -> Matcher.quoteReplacement(found.group(1) + source(found) + found.group(5)));
		try {
			Files.writeString(document, updated);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return updated;
	}

	private static String source(MatchResult found) {
		List<String> lines = read(ROOT.resolve(found.group(2))).lines().toList();
		int from = indexOf(lines, "tag::" + found.group(3) + "[]", found);
		int to = indexOf(lines, "end::" + found.group(3) + "[]", found);
		return String.join("\n", lines.subList(from + 1, to)).replace("\t", "    ").stripIndent().strip() + "\n";
	}

	private static int indexOf(List<String> lines, String marker, MatchResult found) {
		for (int i = 0; i < lines.size(); i++) {
			if (lines.get(i).contains(marker)) {
				return i;
			}
		}
		throw new AssertionError(found.group(2) + " has no " + marker);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new AssertionError("cannot read " + file, ex);
		}
	}

}
