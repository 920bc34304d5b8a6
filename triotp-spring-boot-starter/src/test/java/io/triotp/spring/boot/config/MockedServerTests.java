package io.triotp.spring.boot.config;

import java.nio.file.Path;

import io.triotp.node.Node;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.YamlApplication;
import io.triotp.spring.boot.autoconfigure.TriOtpAutoConfiguration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;

/** Servers and mocks. */
class MockedServerTests {

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(TriOtpAutoConfiguration.class)
	static class Application {

		@Bean
		EchoServer server() {
			return new EchoServer();
		}

		@Bean
		Client client(ServerRef<EchoServer> server) {
			return new Client(server);
		}

	}

	record Client(ServerRef<EchoServer> server) {

		String ask() {
			return this.server.call(new EchoServer.Echo("hello"));
		}

	}

	/** As {@code @MockitoBean} makes it. */
	@Configuration(proxyBeanMethods = false)
	static class Mocked {

		@Bean
		EchoServer server() {
			return Mockito.mock(EchoServer.class);
		}

	}

	@Nested
	@ExtendWith(OutputCaptureExtension.class)
	class OfAServer {

		@TempDir
		private Path folder;

		@Test
		void doesNotStartAndTheReportSaysWhatToMockInstead(CapturedOutput output) {
			assertThatExceptionOfType(Exception.class).isThrownBy(
					() -> new YamlApplication(this.folder, "spring.application.name: demo").run(Mocked.class).close());
			assertThat(output).contains("APPLICATION FAILED TO START", "Bean: server", "If it is a mock",
					"@MockitoBean on a ServerRef", "'demo/server'", "@MockitoSpyBean");
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, properties = "spring.application.name=demo")
	class OfAReference {

		@MockitoBean
		private ServerRef<EchoServer> server;

		@Autowired
		private Client client;

		@Test
		void answersInItsPlace() {
			given(this.server.call(new EchoServer.Echo("hello"))).willReturn("mocked");
			assertThat(this.client.ask()).isEqualTo("mocked");
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, properties = "spring.application.name=demo")
	class ThatSpies {

		@MockitoSpyBean
		private EchoServer server;

		@Autowired
		private Client client;

		@Autowired
		private Node node;

		@Test
		void doesWhatTheServerDoes() throws Exception {
			assertThat(this.client.ask()).isEqualTo("hello");
			assertThat(this.node.whereis("demo/server")).isPresent();
			Mockito.verify(this.server).init();
		}

	}

}
