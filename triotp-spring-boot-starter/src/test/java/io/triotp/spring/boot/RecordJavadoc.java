package io.triotp.spring.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the Javadoc of a record says of its components, for pages that are made of it.
 */
public final class RecordJavadoc {

	private static final Pattern RECORD = Pattern.compile(
			"/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*(?:public )?record (\\w+)\\(",
			Pattern.DOTALL);

	private static final Path SOURCES = Path.of("src/main/java");

	private RecordJavadoc() {
	}

	/**
	 * {@return the meaning of each component, in Markdown}
	 * @param record the record, one of ours
	 */
	public static Map<String, String> of(Class<?> record) {
		Class<?> outermost = record;
		while (outermost.getEnclosingClass() != null) {
			outermost = outermost.getEnclosingClass();
		}
		Map<String, String> meanings = new LinkedHashMap<>();
		try {
			RECORD.matcher(Files.readString(SOURCES.resolve(outermost.getName().replace('.', '/') + ".java")))
				.results()
				.filter((found) -> found.group(2).equals(record.getSimpleName()))
				.map((found) -> found.group(1).replaceAll("\\n\\s*\\*", " ").split("@param "))
				.forEach((parts) -> Arrays.stream(parts)
					.skip(1)
					.map((part) -> part.strip().split("\\s+", 2))
					.forEach((part) -> meanings.put(part[0], prose(part[1]))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return meanings;
	}

	private static String prose(String javadoc) {
		return javadoc.replaceAll("\\s+", " ")
			.replaceAll("\\{@link [\\w.]*#?([^}]*)}", "$1")
			.replaceAll("\\{@\\w+ ([^}]*)}", "`$1`")
			.strip();
	}

}
