package io.triotp.spring.boot.config;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

import io.triotp.spring.boot.TriOtpProperties;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

/** What an IDE knows of the properties. */
class ConfigurationMetadataTests {

	private final JsonNode metadata = read();

	private static JsonNode read() {
		try (InputStream stream = TriOtpProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(stream);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void everyPropertyHasANameATypeAndADescription() {
		List<JsonNode> properties = this.metadata.get("properties").valueStream().toList();
		assertThat(properties).isNotEmpty().allSatisfy((property) -> {
			String name = property.get("name").asString();
			assertThat(name).matches("[a-z.-]*triotp[a-z.-]+");
			assertThat(property.path("type").asString("")).as("type of " + name).isNotEmpty();
			assertThat(property.path("description").asString("")).as("description of " + name)
				.endsWith(".")
				.matches("[A-Z][^\\n{}@]+");
		});
	}

	@Test
	void allPropertiesOfTheRootAreThereWithTheirDefaults() {
		Map<String, String> defaults = Map.ofEntries(entry("triotp.enabled", "true"),
				entry("triotp.auto-startup", "true"), entry("triotp.defaults.call-timeout", "5s"),
				entry("triotp.defaults.start-timeout", "10s"), entry("triotp.defaults.shutdown", "5s"),
				entry("triotp.defaults.max-restarts", "3"), entry("triotp.defaults.period", "5s"),
				entry("triotp.defaults.high-water-mark", "10000"), entry("triotp.defaults.wedged-after", "30s"),
				entry("triotp.defaults.spare-carriers", "16"), entry("triotp.defaults.abandoned-calls", "skip"),
				entry("triotp.defaults.history", "2000"), entry("triotp.lifecycle.phase", "1073740799"),
				entry("triotp.lifecycle.pauseable", "true"), entry("triotp.observation.enabled", "true"),
				entry("triotp.logging.mdc", "true"), entry("triotp.metrics.stalled-after", "30s"),
				entry("triotp.metrics.handlers.enabled", "false"));
		defaults.forEach((name, value) -> assertThat(property(name).path("defaultValue").asString("")).as(name)
			.isEqualTo(value));
		assertThat(property("triotp.node-name").isMissingNode()).isFalse();
		assertThat(property("triotp.applications").path("type").asString(""))
			.startsWith("java.util.Map<java.lang.String,");
	}

	@Test
	void theWordsOfAShutdownAreHints() {
		assertThat(this.metadata.get("hints").valueStream())
			.filteredOn((hint) -> hint.get("name").asString().equals("triotp.defaults.shutdown"))
			.singleElement()
			.satisfies(
					(hint) -> assertThat(hint.get("values").valueStream().map((value) -> value.get("value").asString()))
						.contains("infinity", "brutal-kill"));
	}

	private JsonNode property(String name) {
		return this.metadata.get("properties")
			.valueStream()
			.filter((property) -> property.get("name").asString().equals(name))
			.findFirst()
			.orElseGet(() -> JsonMapper.shared().missingNode());
	}

}
