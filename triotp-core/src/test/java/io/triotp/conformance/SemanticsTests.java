package io.triotp.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every promise in {@code docs/semantics.md} names tests, and they exist, here or in the
 * starter, whose classes this module cannot see.
 */
class SemanticsTests {

	private static final Pattern TEST = Pattern.compile("`(\\w+Tests)#(\\w+)`");

	private static final Set<String> TESTS = new ClassFileImporter().importPackages("io.triotp")
		.stream()
		.flatMap((type) -> type.getMethods().stream().map((method) -> file(type) + "#" + method.getName()))
		.collect(Collectors.toSet());

	private static final Pattern METHOD = Pattern.compile("(?m)^\\s+void (\\w+)\\(");

	private final List<String> promises = promises();

	@Test
	void every_promise_names_a_test() {
		assertThat(this.promises).isNotEmpty().allMatch((line) -> TEST.matcher(line).find());
	}

	@Test
	void every_test_that_is_named_exists() {
		assertThat(this.promises).flatMap(
				(line) -> TEST.matcher(line).results().map((found) -> found.group(1) + "#" + found.group(2)).toList())
			.allMatch((test) -> TESTS.contains(test) || ofStarter().contains(test));
	}

	private static Set<String> ofStarter() {
		Path tests = root().resolve("triotp-spring-boot-starter/src/test/java");
		try (Stream<Path> files = Files.walk(tests)) {
			return files.filter((file) -> file.toString().endsWith("Tests.java"))
				.flatMap(SemanticsTests::methods)
				.collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static Stream<String> methods(Path file) {
		try {
			String type = file.getFileName().toString().replace(".java", "");
			return METHOD.matcher(Files.readString(file)).results().map((found) -> type + "#" + found.group(1));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static Path root() {
		return Path.of("").toAbsolutePath().getParent();
	}

	private static String file(JavaClass type) {
		String name = type.getName().substring(type.getPackageName().length() + 1);
		return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
	}

	private static List<String> promises() {
		try {
			return Files.readAllLines(root().resolve("docs/semantics.md"))
				.stream()
				.filter((line) -> line.startsWith("- "))
				.toList();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
