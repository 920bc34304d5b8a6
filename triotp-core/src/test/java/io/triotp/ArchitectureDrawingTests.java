package io.triotp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the drawing of the packages in {@code docs/architecture.md} against the code. Run
 * with {@code -Ddocs.update=true} to write it.
 */
class ArchitectureDrawingTests {

	private static final Path DOCUMENT = Path.of("").toAbsolutePath().getParent().resolve("docs/architecture.md");

	private static final String BEGIN = "<!-- packages -->\n";

	private static final String END = "<!-- /packages -->\n";

	private static final String ROOT = "io.triotp.";

	@Test
	void the_drawing_in_the_documentation_is_what_the_code_says() throws IOException {
		String drawing = draw(withoutShortcuts(packages()));
		String text = Files.readString(DOCUMENT);
		int from = text.indexOf(BEGIN) + BEGIN.length();
		int to = text.indexOf(END);
		assertThat(to).as("%s between its markers", DOCUMENT.getFileName()).isGreaterThanOrEqualTo(from);
		if (Boolean.getBoolean("docs.update")) {
			Files.writeString(DOCUMENT, text.substring(0, from) + drawing + text.substring(to));
		}
		else {
			assertThat(text.substring(from, to)).as("written with -Ddocs.update=true").isEqualTo(drawing);
		}
	}

	@Test
	void an_arrow_that_follows_from_others_is_not_drawn() {
		SortedMap<String, SortedSet<String>> house = new TreeMap<>();
		house.put("roof", new TreeSet<>(Set.of("wall", "floor", "cellar")));
		house.put("wall", new TreeSet<>(Set.of("floor")));
		house.put("floor", new TreeSet<>(Set.of("cellar")));
		house.put("cellar", new TreeSet<>());
		house.put("garden", new TreeSet<>());
		assertThat(draw(withoutShortcuts(house))).isEqualTo("""
				```mermaid
				flowchart TD
				    cellar
				    floor --> cellar
				    garden
				    roof --> wall
				    wall --> floor
				```
				""");
	}

	/** The packages below {@code io.triotp}, each with those that it uses. */
	private static SortedMap<String, SortedSet<String>> packages() {
		SortedMap<String, SortedSet<String>> uses = new TreeMap<>();
		for (JavaClass type : new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages("io.triotp")
			.that(resideInAPackage("io.triotp.*.."))) {
			Set<String> used = uses.computeIfAbsent(name(type), (name) -> new TreeSet<>());
			type.getDirectDependenciesFromSelf()
				.stream()
				.map((dependency) -> dependency.getTargetClass().getBaseComponentType())
				.filter((target) -> target.getPackageName().startsWith(ROOT))
				.map(ArchitectureDrawingTests::name)
				.filter((target) -> !target.equals(name(type)))
				.forEach(used::add);
		}
		return uses;
	}

	private static String name(JavaClass type) {
		return type.getPackageName().substring(ROOT.length());
	}

	/**
	 * Without the arrows to what is reached through another one (transitive reduction).
	 */
	private static SortedMap<String, SortedSet<String>> withoutShortcuts(Map<String, SortedSet<String>> uses) {
		SortedMap<String, SortedSet<String>> reduced = new TreeMap<>();
		uses.forEach((from, all) -> {
			Set<String> reached = new HashSet<>();
			all.forEach((next) -> uses.getOrDefault(next, new TreeSet<>()).forEach((to) -> reach(to, uses, reached)));
			SortedSet<String> left = new TreeSet<>(all);
			left.removeAll(reached);
			reduced.put(from, left);
		});
		return reduced;
	}

	private static void reach(String from, Map<String, SortedSet<String>> uses, Set<String> reached) {
		if (reached.add(from)) {
			uses.getOrDefault(from, new TreeSet<>()).forEach((to) -> reach(to, uses, reached));
		}
	}

	private static String draw(SortedMap<String, SortedSet<String>> uses) {
		StringBuilder drawing = new StringBuilder("```mermaid\nflowchart TD\n");
		uses.forEach((from, all) -> {
			if (all.isEmpty()) {
				drawing.append("    ").append(from).append('\n');
			}
			all.forEach((to) -> drawing.append("    ").append(from).append(" --> ").append(to).append('\n'));
		});
		return drawing.append("```\n").toString();
	}

}
