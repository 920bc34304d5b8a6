package io.triotp.spring.boot.config;

import java.nio.file.Path;

import io.triotp.node.Node;
import io.triotp.server.GenServer;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.YamlApplication;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.Supervisor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What can be injected, and what is said where something cannot. */
@ExtendWith(OutputCaptureExtension.class)
class InjectionTests {

	private static final String YAML = """
			triotp.applications.shop.supervisor.children: [ server, { id: all, dynamic: true } ]
			""";

	@TempDir
	private Path folder;

	@Configuration(proxyBeanMethods = false)
	static class ByInterface {

		@Bean
		GenServer<String, EchoServer.Request<?>, EchoServer.Message> server() {
			return new EchoServer();
		}

		@Bean
		Holder holder(ServerRef<EchoServer> server) {
			return new Holder(server);
		}

	}

	record Holder(ServerRef<EchoServer> server) {
	}

	@Test
	void aServerDeclaredByItsInterfaceIsFoundByItsClass() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, YAML).run(ByInterface.class)) {
			assertThat(context.getBean(Holder.class).server().call(new EchoServer.Echo("hello"))).isEqualTo("hello");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Unknown {

		@Bean
		GenServer<?, ?, ?> server() {
			return new EchoServer();
		}

	}

	@Test
	void aServerOfWhichNothingIsKnownIsTold(CapturedOutput output) {
		new YamlApplication(this.folder, YAML).run(Unknown.class).close();
		assertThat(output).contains("Bean 'server' is declared as a GenServer", "let its bean method return the class");
	}

	@Configuration(proxyBeanMethods = false)
	static class Server {

		@Bean
		EchoServer server() {
			return new EchoServer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyServer {

		@Bean
		Object client(@Lazy ServerRef<EchoServer> it) {
			return "client";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazySupervisor {

		@Bean
		Object client(@Lazy Supervisor it) {
			return "client";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyDynamicSupervisor {

		@Bean
		Object client(@Lazy DynamicSupervisor it) {
			return "client";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyNode {

		@Bean
		Object client(@Lazy Node it) {
			return "client";
		}

	}

	@ParameterizedTest
	@ValueSource(classes = { LazyServer.class, LazySupervisor.class, LazyDynamicSupervisor.class, LazyNode.class })
	void whoInjectsAReferenceLazilyIsToldThatThereIsNoNeed(Class<?> configuration, CapturedOutput output) {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> new YamlApplication(this.folder, YAML).run(Server.class, configuration).close());
		assertThat(output).contains("APPLICATION FAILED TO START", " is injected with @Lazy into bean 'client'",
				"Remove @Lazy");
	}

}
