package io.triotp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A bug to plant, a row of {@code bugs.tsv}.
 *
 * @param file where, below {@code io/triotp}
 * @param from what stands there, and nowhere else in the file; a space is any white space
 * @param to what stands there instead
 * @param test who must notice, as {@code Class#method}; the class may be an outer one
 * @param what what is wrong then
 */
record PlantedBug(String file, String from, String to, String test, String what) {

	private static final Path SOURCES = Path.of("src/main/java/io/triotp");

	private static final Path BUGS = Path.of("src/test/planted-bugs/bugs.tsv");

	static Stream<PlantedBug> all() throws IOException {
		return Files.readAllLines(BUGS).stream().map((line) -> line.split("\t", -1)).map(PlantedBug::of);
	}

	private static PlantedBug of(String[] row) {
		return new PlantedBug(row[0], row[1], row[2].equals("-") ? "" : row[2], row[3], row[4]);
	}

	Path path() {
		return SOURCES.resolve(this.file);
	}

	/** In how many places it could be planted: in one, or its row is out of date. */
	long places() {
		return matcher().results().count();
	}

	/** The source with it. */
	String planted() {
		return matcher().replaceFirst(Matcher.quoteReplacement(this.to));
	}

	private Matcher matcher() {
		return Pattern
			.compile(Arrays.stream(this.from.split(" ")).map(Pattern::quote).collect(Collectors.joining("\\s+")))
			.matcher(source());
	}

	private String source() {
		try {
			return Files.exists(path()) ? Files.readString(path()) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String testClass() {
		return this.test.substring(0, this.test.indexOf('#'));
	}

	String testMethod() {
		return this.test.substring(this.test.indexOf('#') + 1);
	}

}
