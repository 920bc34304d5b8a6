package io.triotp.spring.boot.config;

import io.triotp.node.Node;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.autoconfigure.TriOtpAutoConfiguration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestContextManager;
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
		Client client(@Qualifier("demo/server") ServerRef<EchoServer> server) {
			return new Client(server);
		}

	}

	record Client(ServerRef<EchoServer> server) {

		String ask() {
			return this.server.call(new EchoServer.Echo("hello"));
		}

	}

	@SpringBootTest(classes = Application.class, properties = "spring.application.name=demo")
	static class Mocked {

		@MockitoBean
		private EchoServer server;

	}

	@Nested
	@ExtendWith(OutputCaptureExtension.class)
	class OfAServer {

		@Test
		void doesNotStartAndTheReportSaysWhatToMockInstead(CapturedOutput output) {
			TestContextManager manager = new TestContextManager(Mocked.class);
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> manager.prepareTestInstance(new Mocked()));
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
	@SpringBootTest(classes = Application.class,
			properties = { "triotp.applications.demo.supervisor.children[0].id=first",
					"triotp.applications.demo.supervisor.children[0].bean=server",
					"triotp.applications.demo.supervisor.children[1].id=server",
					"triotp.applications.demo.supervisor.children[1].bean=server" })
	class OfOneOfSeveralReferences {

		@MockitoBean("demo/server")
		private ServerRef<EchoServer> server;

		@Autowired
		@Qualifier("demo/first")
		private ServerRef<EchoServer> first;

		@Autowired
		private Client client;

		@Test
		void answersInItsPlaceAlone() {
			given(this.server.call(new EchoServer.Echo("hello"))).willReturn("mocked");
			assertThat(this.client.ask()).isEqualTo("mocked");
			assertThat(this.first.call(new EchoServer.Echo("hello"))).isEqualTo("hello");
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
