package io.triotp.spring.boot.config;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import io.triotp.spring.boot.TriOtpProperties;
import io.triotp.spring.boot.autoconfigure.TriOtpAutoConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose bean definitions were written as code when it was built, as
 * {@code process-aot} of Boot's plugins does it.
 */
class AheadOfTimeTests {

	private static final String[] TREE = { "--spring.config.name=ahead", "--spring.application.name=ahead",
			"--spring.main.web-application-type=none", "--spring.main.banner-mode=off",
			"--triotp.applications.shop.supervisor.children[0].id=counter",
			"--triotp.applications.shop.supervisor.children[0].bean=counter",
			"--triotp.applications.shop.supervisor.children[1].id=devices",
			"--triotp.applications.shop.supervisor.children[1].dynamic=true",
			"--triotp.applications.shop.supervisor.children[1].template.bean=device",
			"--triotp.applications.shop.supervisor.children[2].id=made",
			"--triotp.applications.shop.supervisor.children[2].dynamic=true",
			"--triotp.applications.shop.supervisor.children[2].template.bean=made",
			"--triotp.applications.shop.supervisor.children[3].id=odd",
			"--triotp.applications.shop.supervisor.children[3].dynamic=true",
			"--triotp.applications.shop.supervisor.children[3].template.bean=odd",
			"--triotp.applications.shop.supervisor.children[4].id=odder",
			"--triotp.applications.shop.supervisor.children[4].dynamic=true",
			"--triotp.applications.shop.supervisor.children[4].template.bean=odder",
			"--triotp.applications.shop.supervisor.children[5].id=tally",
			"--triotp.applications.shop.supervisor.children[5].bean=sum",
			"--triotp.applications.shop.supervisor.children[5].facade="
					+ AheadOfTimeApplication.Tally.class.getName() };

	@TempDir
	private static Path folder;

	@BeforeAll
	static void build() throws IOException, InterruptedException {
		Path sources = folder.resolve("sources");
		Path classes = Files.createDirectories(folder.resolve("classes"));
		List<String> arguments = new ArrayList<>(List.of(AheadOfTimeApplication.class.getName(), sources.toString(),
				classes.toString(), classes.toString(), "io.triotp", "ahead"));
		arguments.addAll(List.of(TREE));
		assertThat(java(System.getProperty("java.class.path"), List.of(), SpringApplicationAotProcessor.class.getName(),
				arguments))
			.contains("rc=0");
		List<String> compile = new ArrayList<>(List.of("-proc:none", "-nowarn", "-cp",
				System.getProperty("java.class.path"), "-d", classes.toString()));
		try (Stream<Path> files = Files.walk(sources)) {
			files.filter((each) -> each.toString().endsWith(".java")).map(Path::toString).forEach(compile::add);
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, compile.toArray(String[]::new))).isZero();
	}

	private static String run(List<String> options) throws IOException, InterruptedException {
		return java(folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"), options,
				AheadOfTimeApplication.class.getName(), List.of(TREE));
	}

	private static String java(String classPath, List<String> options, String main, List<String> arguments)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath));
		command.addAll(options);
		command.add(main);
		command.addAll(arguments);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return output + "rc=" + process.waitFor();
	}

	@Test
	void theTreeOfAnApplicationThatWasProcessedAheadOfTimeIsThatOfItsConfiguration() throws Exception {
		String output = run(List.of("-Dspring.aot.enabled=true"));
		assertThat(output).contains("Starting AOT-processed AheadOfTimeApplication")
			.contains("counter says 1", "counter says 2", "device one says left of store", "tally says 7",
					"after a restart counter says 1")
			.contains("rc=0");
	}

	@Test
	void whatSpringCannotDoThenIsRefusedAndSaysSo() throws Exception {
		assertThat(run(List.of("-Dspring.aot.enabled=true"))).containsPattern(
				"made refused: .*Bean 'made' is made by .*AheadOfTimeApplication.made, and Spring passes no arguments to a method when")
			.containsPattern("odd refused: .*Bean 'odd' has field 'store' injected, which Spring leaves out")
			.containsPattern("odder refused: .*Bean 'odder' has method 'setStore' injected");
	}

	@Test
	void itIsTheSameAsWithoutThat() throws Exception {
		assertThat(run(List.of())).doesNotContain("AOT-processed", "refused")
			.contains("counter says 1", "counter says 2", "device one says left of store", "tally says 7",
					"after a restart counter says 1")
			.contains("rc=0");
	}

	@Test
	void whatTheTreeDoesByReflectionIsWrittenDownForNativeImages() throws IOException {
		Path metadata = folder.resolve("classes/META-INF/native-image/io.triotp/ahead/reachability-metadata.json");
		JsonNode reflection = JsonMapper.shared().readTree(metadata).get("reflection");
		assertThat(ofType(reflection, AheadOfTimeApplication.Device.class).path("allDeclaredConstructors").asBoolean())
			.as("a template is made by its constructor")
			.isTrue();
		assertThat(ofType(reflection, AheadOfTimeApplication.Tally.class).path("allPublicMethods").asBoolean())
			.as("the methods of a facade are called")
			.isTrue();
		assertThat(reflection).as("a facade is a proxy")
			.anySatisfy((each) -> assertThat(each.path("type").path("proxy").path(0).asString())
				.isEqualTo(AheadOfTimeApplication.Tally.class.getName()));
	}

	private static JsonNode ofType(JsonNode reflection, Class<?> type) {
		return reflection.valueStream()
			.filter((each) -> each.path("type").asString("").equals(type.getName()))
			.findFirst()
			.orElse(MissingNode.getInstance());
	}

	@Test
	void theLibrariesThatAreLookedForByNameAreKnownToNativeImages() {
		RuntimeHints hints = ofTheAutoConfiguration();
		for (String library : List.of("org.springframework.boot.health.registry.HealthContributorRegistry",
				"org.springframework.kafka.listener.MessageListenerContainer",
				"io.micrometer.context.ContextSnapshotFactory")) {
			assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of(library))).as(library)
				.accepts(hints);
		}
	}

	private static RuntimeHints ofTheAutoConfiguration() {
		RuntimeHints hints = new RuntimeHints();
		Stream.of(TriOtpAutoConfiguration.class.getAnnotation(ImportRuntimeHints.class).value())
			.map(BeanUtils::instantiateClass)
			.forEach((each) -> each.registerHints(hints, null));
		return hints;
	}

	@Test
	void theRecordsOfTheConfigurationAreKnownToNativeImages() {
		RuntimeHints hints = ofTheAutoConfiguration();
		for (Class<?> record : TriOtpProperties.class.getDeclaredClasses()) {
			if (record.isRecord()) {
				assertThat(RuntimeHintsPredicates.reflection()
					.onType(record)
					.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).as(record.getName())
					.accepts(hints);
			}
		}
	}

}
