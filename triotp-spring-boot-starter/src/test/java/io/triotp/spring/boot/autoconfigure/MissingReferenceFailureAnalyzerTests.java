package io.triotp.spring.boot.autoconfigure;

import java.nio.file.Path;

import io.triotp.server.GenServer;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.Crasher;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.YamlApplication;
import io.triotp.supervisor.DynamicSupervisor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What is said when a reference is asked for that is not there. */
@ExtendWith(OutputCaptureExtension.class)
class MissingReferenceFailureAnalyzerTests {

	@TempDir
	private Path folder;

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		EchoServer echo() {
			return new EchoServer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Misspelt {

		@Bean
		Object client(@Qualifier("shop/ehco") ServerRef<EchoServer> server) {
			return server.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OfAnotherServer {

		@Bean
		Object client(ServerRef<Crasher> server) {
			return server.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OfASupervisor {

		@Bean
		Object client(@Qualifier("shop/many") DynamicSupervisor supervisor) {
			return supervisor.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OfSomethingElse {

		@Bean
		Object client(GenServer<Long, ?, ?> server) {
			return server.toString();
		}

	}

	private void fail(Class<?> client) {
		assertThat(catchThrowable(
				() -> new YamlApplication(this.folder, "triotp.applications.shop.supervisor.children: [ echo ]\n")
					.run(Beans.class, client)
					.close()))
			.isNotNull();
	}

	@Test
	void aMisspeltQualifierGetsAReportWithTheNamesThereAre(CapturedOutput output) {
		fail(Misspelt.class);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Parameter 0 of method client")
			.contains("with the name 'shop/ehco', and there is none")
			.contains("Of this type there is: shop/echo.")
			.contains("Write one of these names");
	}

	@Test
	void aReferenceToAServerThatNoTreeHasGetsAReport(CapturedOutput output) {
		fail(OfAnotherServer.class);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Of this type there is none. Of other servers there is: shop/echo.")
			.contains("Declare a child of such a bean");
	}

	@Test
	void aReferenceToASupervisorThatNoTreeHasGetsAReport(CapturedOutput output) {
		fail(OfASupervisor.class);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("with the name 'shop/many', and there is none")
			.contains("Of this type there is none.");
	}

	@Test
	void anythingElseIsLeftToSpringBoot(CapturedOutput output) {
		fail(OfSomethingElse.class);
		assertThat(output).contains("APPLICATION FAILED TO START").contains("Consider");
	}

}
