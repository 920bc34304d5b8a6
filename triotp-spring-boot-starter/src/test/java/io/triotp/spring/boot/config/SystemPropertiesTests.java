package io.triotp.spring.boot.config;

import java.nio.file.Path;
import java.util.Map;

import io.triotp.node.Node;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.YamlApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a build hands over to the tests it runs, as {@code mvn -Dtriotp.version=1.0} does.
 */
class SystemPropertiesTests {

	@TempDir
	private Path folder;

	private YamlApplication shop(String property, String value) {
		return new YamlApplication(this.folder, "triotp.applications.shop.supervisor.children: [ server ]")
			.systemProperties(Map.of(property, value));
	}

	@ParameterizedTest
	@CsvSource({ "triotp.version, 1.0", "triotp.version.next, 1.1" })
	void onesThatMeanNothingToUsDoNotStopTheStart(String property, String value) {
		try (ConfigurableApplicationContext context = shop(property, value).run(Beans.class)) {
			assertThat(context.getBean(Node.class).whereis("shop/server")).isPresent();
		}
	}

	@ParameterizedTest
	@CsvSource({ "triotp.auto-startp, false", "triotp.defaults.call-timout, 1s",
			"triotp.applications.shop.restrat, transient" })
	void onesThatAreMisspeltDo(String property, String value) {
		assertThatExceptionOfType(InvalidApplicationsException.class)
			.isThrownBy(() -> shop(property, value).run(Beans.class).close())
			.satisfies((ex) -> assertThat(ex.problems()).singleElement()
				.extracting(ConfigurationProblem::property)
				.isEqualTo(property));
	}

	@Test
	void onesThatAreOursMeanWhatTheySay() {
		try (ConfigurableApplicationContext context = shop("triotp.auto-startup", "false").run(Beans.class)) {
			assertThat(context.getBean(Node.class).applications()).isEmpty();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		EchoServer server() {
			return new EchoServer();
		}

	}

}
