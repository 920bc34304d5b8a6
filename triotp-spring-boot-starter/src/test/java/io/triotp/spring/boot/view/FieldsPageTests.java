package io.triotp.spring.boot.view;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.triotp.spring.boot.RecordJavadoc;
import io.triotp.spring.boot.view.EventsDescriptor.EventDescriptor;
import io.triotp.spring.boot.view.EventsDescriptor.ExceptionDescriptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of fields says of each answer what its records say of themselves. Run with
 * {@code -Dreference.update=true} to write it.
 */
class FieldsPageTests {

	private static final Path PAGE = Path.of("").toAbsolutePath().getParent().resolve("docs/fields.md");

	private static final Pattern TABLE = Pattern.compile("(<!-- fields: (\\S+) -->\\n\\n)(.*?\\n)(\\n|\\z)",
			Pattern.DOTALL);

	/** What has a table, and how other tables refer to it. */
	private static final Map<Class<?>, String> TABLES = tables();

	private static Map<Class<?>, String> tables() {
		Map<Class<?>, String> tables = new LinkedHashMap<>();
		tables.put(SummaryDescriptor.class, "[summary](#get-actuatortriotp)");
		tables.put(TreeDescriptor.class, "[tree](#tree)");
		tables.put(ProcessesDescriptor.class, "[processes](#processes)");
		tables.put(ProcessDescriptor.class, "[process](#processesid-and-place)");
		tables.put(EventsDescriptor.class, "[events](#events)");
		tables.put(CrashesDescriptor.class, "[crashes](#crashes)");
		tables.put(LostDescriptor.class, "[lost](#lost)");
		tables.put(IncidentsDescriptor.class, "[incidents](#incidents)");
		tables.put(IncidentDescriptor.class, "[incident](#incidentsid)");
		tables.put(ThreadsDescriptor.class, "[threads](#threads)");
		tables.put(EventDescriptor.class, "[event](#an-event)");
		tables.put(ExceptionDescriptor.class, "[exception](#an-exception)");
		tables.put(ExitDescriptor.class, "[end](#an-end)");
		return tables;
	}

	@Test
	void eachTableOfThePageIsWhatTheRecordsSay() throws IOException {
		String page = Files.readString(PAGE);
		String made = TABLE.matcher(page)
			.replaceAll((found) -> Matcher.quoteReplacement(found.group(1) + table(found.group(2)) + found.group(4)));
		if (Boolean.getBoolean("reference.update")) {
			Files.writeString(PAGE, made);
		}
		else {
			assertThat(page).isEqualTo(made);
		}
		assertThat(TABLE.matcher(page).results().map((found) -> found.group(2)))
			.containsExactlyInAnyOrderElementsOf(TABLES.keySet().stream().map(Class::getSimpleName).toList());
	}

	private static String table(String name) {
		Class<?> type = TABLES.keySet()
			.stream()
			.filter((each) -> each.getSimpleName().equals(name))
			.findFirst()
			.orElseThrow();
		return "| field | value | meaning |\n|---|---|---|\n" + rows("", type).collect(Collectors.joining());
	}

	private static Stream<String> rows(String prefix, Class<?> type) {
		Map<String, String> meanings = RecordJavadoc.of(type);
		return Stream.of(type.getRecordComponents()).flatMap((component) -> {
			String meaning = meanings.get(component.getName());
			assertThat(meaning).as(type + " " + component.getName()).isNotBlank();
			String field = prefix + component.getName();
			boolean missing = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
			Stream<String> row = Stream.of("| `" + field + "` | " + value(component.getGenericType())
					+ (missing ? ", if any" : "") + " | " + meaning.replace("|", "\\|") + " |\n");
			return Stream.concat(row, below(field, component));
		});
	}

	private static Stream<String> below(String field, RecordComponent component) {
		Class<?> item = item(component.getGenericType());
		String suffix = isList(component.getGenericType()) ? "[]." : isMap(component.getGenericType()) ? ".*." : ".";
		return (item.isRecord() && !TABLES.containsKey(item)) ? rows(field + suffix, item) : Stream.of();
	}

	private static boolean isList(Type type) {
		return type instanceof ParameterizedType generic && generic.getRawType() == List.class;
	}

	private static boolean isMap(Type type) {
		return type instanceof ParameterizedType generic && generic.getRawType() == Map.class;
	}

	private static Class<?> item(Type type) {
		if (type instanceof ParameterizedType generic) {
			Type[] arguments = generic.getActualTypeArguments();
			return item(arguments[arguments.length - 1]);
		}
		return (type instanceof Class<?> plain) ? plain : Object.class;
	}

	private static String value(Type type) {
		if (isList(type)) {
			return "list of " + value(((ParameterizedType) type).getActualTypeArguments()[0]);
		}
		if (isMap(type)) {
			return "by " + key(((ParameterizedType) type).getActualTypeArguments()[0]) + ": "
					+ value(((ParameterizedType) type).getActualTypeArguments()[1]);
		}
		Class<?> plain = item(type);
		if (TABLES.containsKey(plain)) {
			return TABLES.get(plain);
		}
		if (plain.isEnum()) {
			return Stream.of(plain.getEnumConstants())
				.map((each) -> "`" + ((Enum<?>) each).name() + "`")
				.collect(Collectors.joining(", "));
		}
		return plain.isRecord() ? "object" : simple(plain);
	}

	private static String key(Type type) {
		return (type instanceof Class<?> plain && plain.isEnum()) ? value(plain) : "text";
	}

	private static String simple(Class<?> plain) {
		if (plain == Instant.class) {
			return "instant";
		}
		if (plain == boolean.class || plain == Boolean.class) {
			return "`true`, `false`";
		}
		return (plain.isPrimitive() || Number.class.isAssignableFrom(plain)) ? "number"
				: (plain == String.class) ? "text" : "any";
	}

}
