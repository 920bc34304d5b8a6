package io.triotp.spring.boot.config;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

import io.triotp.durable.DurableStore;
import io.triotp.durable.StateCodec;
import io.triotp.durable.StateStore;
import io.triotp.durable.StoreOptions;
import io.triotp.node.Node;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.spring.boot.RecordJavadoc;
import io.triotp.spring.boot.TriOtpProperties;
import io.triotp.spring.boot.YamlApplication;
import io.triotp.supervisor.Shutdown;
import io.triotp.test.TestStore;
import io.triotp.virtual.VirtualServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page on the configuration says what the properties say of themselves: the tables
 * are made of the metadata and of the records, their types and their Javadoc. Run with
 * {@code -Dreference.update=true} to write them.
 */
class ConfigurationReferenceTests {

	private static final Path PAGE = Path.of("").toAbsolutePath().getParent().resolve("docs/configuration.md");

	/** Where the tables stand on the page. */
	private static final Pattern TABLE = Pattern.compile("(<!-- keys: (\\S+) -->\\n\\n)(.*?\\n)(\\n|\\z)",
			Pattern.DOTALL);

	@TempDir
	private Path folder;

	@Test
	void eachTableOfThePageIsWhatTheCodeSays() throws IOException {
		String page = Files.readString(PAGE);
		String made = TABLE.matcher(page)
			.replaceAll((found) -> Matcher.quoteReplacement(found.group(1) + table(found.group(2)) + found.group(4)));
		if (Boolean.getBoolean("reference.update")) {
			Files.writeString(PAGE, made);
		}
		else {
			assertThat(page).isEqualTo(made);
		}
		assertThat(TABLE.matcher(page).results().map((found) -> found.group(2))).containsExactlyInAnyOrder("triotp",
				"management.endpoint.triotp", "Application", "Supervisor", "Child", "Template", "Backoff", "Mailbox",
				"Probe", "Durable");
	}

	@Test
	void theExampleHasEveryKeyAndRuns() throws IOException {
		String example = new ClassPathResource("reference/application.yml").getContentAsString(StandardCharsets.UTF_8);
		Stream.of(TriOtpProperties.class.getDeclaredClasses())
			.filter((type) -> type.isRecord() && !RecordJavadoc.of(type).isEmpty() && isGrammar(type))
			.flatMap((type) -> Stream.of(type.getRecordComponents()))
			.map((component) -> DataObjectPropertyName.toDashedForm(component.getName()))
			.forEach((key) -> assertThat(example).containsPattern("\\b" + key + ":"));
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, example).run(Beans.class)) {
			Node node = context.getBean(Node.class);
			assertThat(node.applications()).extracting("name").containsExactly("store", "shop");
			assertThat(node.whereis("prices")).isPresent();
			assertThat(context.getBean(IntUnaryOperator.class).applyAsInt(50)).isEqualTo(45);
			node.dynamicSupervisor("shop/carts").startChild("one");
			assertThat(node.whereis("shop/carts/one")).isPresent();
			assertThat(context.getBean(VirtualServers.class).active()).isEmpty();
		}
	}

	/** What stands below an application, not beside it. */
	private static boolean isGrammar(Class<?> type) {
		return Stream.of(TriOtpProperties.class.getRecordComponents())
			.noneMatch((component) -> component.getType() == type) && type != TriOtpProperties.Handlers.class;
	}

	private static String table(String what) {
		return what.contains("triotp") ? ofMetadata(what + ".") : ofRecord(what);
	}

	// the keys that Boot's metadata knows

	private static String ofMetadata(String prefix) {
		StringBuilder table = new StringBuilder("| key | value | default | meaning |\n|---|---|---|---|\n");
		metadata().path("properties")
			.valueStream()
			.filter((each) -> each.path("name").asString().startsWith(prefix))
			.filter((each) -> !each.path("name").asString().equals("triotp.applications"))
			.forEach((each) -> table.append("| `")
				.append(each.path("name").asString())
				.append("` | ")
				.append(value(each.path("type").asString()))
				.append(" | ")
				.append(each.has("defaultValue") ? "`" + each.path("defaultValue").asString() + "`" : "")
				.append(" | ")
				.append(each.path("description").asString())
				.append(" |\n"));
		return table.toString();
	}

	private static JsonNode metadata() {
		try (InputStream stream = TriOtpProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(stream);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String value(String type) {
		try {
			return type.startsWith("java.util.Set") ? "list of words" : word(Class.forName(type));
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// the keys of items and names, which it does not

	private static String ofRecord(String name) {
		Class<?> type = Stream.of(TriOtpProperties.class.getDeclaredClasses())
			.filter((each) -> each.getSimpleName().equals(name))
			.findFirst()
			.orElseThrow();
		Map<String, String> meanings = RecordJavadoc.of(type);
		StringBuilder table = new StringBuilder("| key | value | meaning |\n|---|---|---|\n");
		for (RecordComponent component : type.getRecordComponents()) {
			table.append("| `")
				.append(DataObjectPropertyName.toDashedForm(component.getName()))
				.append("` | ")
				.append(word(component.getGenericType()))
				.append(" | ")
				.append(meanings.get(component.getName()))
				.append(" |\n");
		}
		return table.toString();
	}

	private static String word(Type type) {
		if (type instanceof ParameterizedType generic) {
			return (generic.getRawType() == List.class) ? "list: " + word(generic.getActualTypeArguments()[0])
					: "by id: " + word(generic.getActualTypeArguments()[1]);
		}
		Class<?> plain = (Class<?>) type;
		if (plain.isEnum()) {
			return Stream.of(plain.getEnumConstants())
				.map((each) -> "`" + each.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
				.collect(Collectors.joining(", "));
		}
		if (plain == Duration.class) {
			return "duration";
		}
		if (plain == Shutdown.class) {
			return "duration, `infinity`, `brutal-kill`";
		}
		if (plain == Boolean.class || plain == boolean.class) {
			return "`true`, `false`";
		}
		if (Number.class.isAssignableFrom(plain) || plain.isPrimitive()) {
			return "number";
		}
		if (plain == String.class) {
			return "text";
		}
		if (plain == TriOtpProperties.Override.class) {
			return "keys of a [child](#child)";
		}
		return (plain == Path.class) ? "directory" : "[" + plain.getSimpleName().toLowerCase(Locale.ROOT) + "](#"
				+ plain.getSimpleName().toLowerCase(Locale.ROOT) + ")";
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		static final class Any implements GenServer<String, Call<Any, ?>, Cast<Any>> {

			@Override
			public String init() {
				return "";
			}

		}

		@Bean
		Any stock() {
			return new Any();
		}

		@Bean
		Any priceServer() {
			return new Any();
		}

		@Bean
		@Scope("prototype")
		IntUnaryOperator discountTable() {
			return (price) -> price - price / 10;
		}

		@Bean
		Any importer() {
			return new Any();
		}

		@Bean
		@Scope("prototype")
		Any cart() {
			return new Any();
		}

		@Bean
		@Scope("prototype")
		Any session(String key) {
			return new Any();
		}

		@Bean
		@Scope("prototype")
		Any book() {
			return new Any();
		}

		@Bean
		StateStore states() {
			return new TestStore();
		}

		@Bean
		DurableStore triOtpStore(Node node, StateStore states) {
			return DurableStore.of(node, "main", states, StoreOptions.defaults());
		}

		@Bean
		StateCodec<String> sessionCodec() {
			return new StateCodec<>() {

				@Override
				public int schema() {
					return 1;
				}

				@Override
				public byte[] encode(String state) {
					return state.getBytes(StandardCharsets.UTF_8);
				}

				@Override
				public String decode(byte[] bytes, int schema) {
					return new String(bytes, StandardCharsets.UTF_8);
				}

			};
		}

		@Bean
		Runnable nightlyReport() {
			return () -> {
			};
		}

		@Bean
		Runnable cleaner() {
			return () -> {
			};
		}

		@Bean
		HealthIndicator supplier() {
			return () -> Health.up().build();
		}

	}

}
