package io.triotp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rows of the planted bugs follow the code: planting them all takes too long for each
 * build, but a row that has lost its place or its test is seen at once.
 */
class PlantedBugTests {

	@Test
	void each_has_one_place_in_the_code() throws IOException {
		assertThat(PlantedBug.all().filter((bug) -> bug.places() != 1))
			.as("planted bugs whose text stands nowhere in their file, or in several places")
			.isEmpty();
	}

	@Test
	void each_has_a_test_that_is_there() throws IOException {
		Map<String, String> tests = tests();
		assertThat(PlantedBug.all()
			.filter((bug) -> !tests.getOrDefault(bug.testClass(), "").contains(" " + bug.testMethod() + "(")))
			.isEmpty();
	}

	@Test
	void each_has_a_name_of_its_own() throws IOException {
		List<String> names = PlantedBug.all().map(PlantedBug::what).toList();
		assertThat(names).isNotEmpty().doesNotHaveDuplicates();
	}

	private static Map<String, String> tests() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
			return files.filter((file) -> file.toString().endsWith("Tests.java"))
				.collect(Collectors.toMap((file) -> file.getFileName().toString().replace(".java", ""),
						PlantedBugTests::text));
		}
	}

	private static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
