package io.triotp.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every rule of OTP that Javadoc, tests and documents cite, as in "(OTP V42 to V44)", is
 * defined in {@code docs/rules.md}.
 */
class RuleLegendTests {

	private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

	private static final Path LEGEND = ROOT.resolve("docs/rules.md");

	/** Some ids, one after the other: behind OTP, with commas, as a range. */
	private static final Pattern CITATION = Pattern.compile("\\bOTP ([A-Z]\\d+(?:(?:, and | and |, | to )[A-Z]\\d+)*)");

	private static final Pattern RANGE = Pattern.compile("([A-Z])(\\d+)(?: to \\1(\\d+))?");

	private static final Pattern DEFINITION = Pattern.compile("^- <a id=\"(\\w+)\"></a>\\*\\*([A-Z]\\d+)\\*\\* \\S",
			Pattern.MULTILINE);

	/** A comment goes on in the next line behind an asterisk or two slashes. */
	private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\R\\s*(?:\\*|//)?\\s*");

	@Test
	void every_rule_that_is_cited_is_defined() {
		Set<String> cited = cited((file) -> true);
		assertThat(cited).isNotEmpty();
		cited.removeAll(defined());
		assertThat(cited).as("ids that %s does not define", LEGEND.getFileName()).isEmpty();
	}

	@Test
	void every_rule_that_is_defined_is_cited() {
		Set<String> defined = new TreeSet<>(defined());
		assertThat(defined).isNotEmpty();
		defined.removeAll(cited((file) -> !file.equals(LEGEND)));
		assertThat(defined).as("ids that nothing but %s knows", LEGEND.getFileName()).isEmpty();
	}

	@Test
	void every_rule_is_defined_once_and_can_be_linked_to() {
		assertThat(defined()).doesNotHaveDuplicates();
		assertThat(DEFINITION.matcher(read(LEGEND)).results()).allMatch(
				(found) -> found.group(1).equals(found.group(2).toLowerCase(Locale.ROOT)), "has its id as its anchor");
	}

	@Test
	void ranges_and_lists_are_read_to_their_end_across_lines() {
		assertThat(rules("the table of OTP L5 to L7 and G22, nothing")).containsExactly("L5", "L6", "L7", "G22");
		assertThat(rules("\t * a queue (OTP M2,\n\t * M4). In V8")).containsExactly("M2", "M4");
		assertThat(rules("void it_ends() { // OTP\n\t\t\t// Y8\n")).containsExactly("Y8");
		assertThat(rules("as in OTP 25 and GS-05")).isEmpty();
	}

	private static List<String> defined() {
		return DEFINITION.matcher(read(LEGEND)).results().map((found) -> found.group(2)).toList();
	}

	private static Set<String> cited(Predicate<Path> where) {
		try (Stream<Path> files = Files.walk(ROOT)) {
			return files.filter(RuleLegendTests::isSourceOrDocument)
				.filter(where)
				.flatMap((file) -> rules(read(file)).stream())
				.collect(Collectors.toCollection(TreeSet::new));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isSourceOrDocument(Path file) {
		String path = ROOT.relativize(file).toString().replace('\\', '/');
		return (path.matches("[^/]+/src/(main|test)/java/.*\\.java") || path.matches("(docs/.*|[^/]+)\\.md"))
				&& !path.endsWith("/RuleLegendTests.java");
	}

	private static List<String> rules(String text) {
		return CITATION.matcher(LINE_BREAK.matcher(text).replaceAll(" "))
			.results()
			.flatMap((citation) -> RANGE.matcher(citation.group(1)).results().flatMap((range) -> {
				int first = Integer.parseInt(range.group(2));
				int last = (range.group(3) != null) ? Integer.parseInt(range.group(3)) : first;
				return IntStream.rangeClosed(first, last).mapToObj((number) -> range.group(1) + number);
			}))
			.toList();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
