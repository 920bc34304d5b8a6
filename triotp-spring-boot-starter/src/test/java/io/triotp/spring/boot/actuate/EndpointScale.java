package io.triotp.spring.boot.actuate;

import java.net.http.HttpResponse;
import java.util.Arrays;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.spring.boot.Crasher;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.SupervisorSpec;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Measures how long the endpoint takes over HTTP with a hundred thousand processes, and
 * how large its answers are. Only on demand, as times prove nothing:
 * {@code ./mvnw -pl triotp-spring-boot-starter -am test -Dtest=EndpointScale
 * -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip}.
 */
class EndpointScale {

	private static final int PROCESSES = 100_000;

	private static final int ROUNDS = 15;

	private static final int WARM_UP = 5;

	@Test
	void howLongAnswersTakeAndHowLargeTheyAre() {
		try (ConfigurableApplicationContext context = Web.MVC.run(Configuration.class)) {
			Node node = context.getBean(Node.class);
			DynamicSupervisor many = node.dynamicSupervisor("many");
			for (int i = 0; i < PROCESSES; i++) {
				many.startServer("device-" + i, Crasher::new);
			}
			EndpointClient curl = EndpointClient.of(context);
			String id = "p" + node.view().processes().skip(50_000).findFirst().orElseThrow().pid().id();
			for (String address : new String[] { "", "/tree", "/tree?limit=2000&depth=8",
					"/tree?root=shop/many&sort=mailbox", "/processes?limit=50", "/processes?limit=500",
					"/processes?q=device-99999", "/processes/" + id, "/place?path=shop/many/device-77777",
					"/events?limit=500", "/crashes", "/lost", "/threads" }) {
				double[] millis = new double[ROUNDS];
				int size = 0;
				for (int i = 0; i < WARM_UP + ROUNDS; i++) {
					long before = System.nanoTime();
					HttpResponse<String> response = curl.get(address);
					size = response.body().length();
					if (i >= WARM_UP) {
						millis[i - WARM_UP] = (System.nanoTime() - before) / 1e6;
					}
				}
				Arrays.sort(millis);
				System.out.printf("%-40s median %6.1f ms, max %6.1f, %7d bytes%n", address, millis[ROUNDS / 2],
						millis[ROUNDS - 1], size);
			}
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Configuration {

		@Bean
		Node node() {
			Node node = Node.start(NodeOptions.defaults());
			node.start(ApplicationSpec.of("shop", SupervisorSpec
				.oneForOne(ChildSpec.dynamicSupervisor("many", DynamicSupervisorSpec.defaults()).name("many"))));
			return node;
		}

	}

}
