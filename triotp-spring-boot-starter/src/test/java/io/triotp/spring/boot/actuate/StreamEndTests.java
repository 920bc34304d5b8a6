package io.triotp.spring.boot.actuate;

import java.time.Duration;

import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.Crasher;
import io.triotp.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How streams end, and what is told of what has been forgotten.
 */
class StreamEndTests {

	/** One that waits for its requests would wait 30 seconds for a stream. */
	@ParameterizedTest
	@EnumSource(Web.class)
	void anApplicationWithClientsStopsAtOnce(Web web) {
		ConfigurableApplicationContext other = web.run(StreamHttpTests.ShopConfiguration.class,
				"--server.shutdown=graceful");
		try (StreamListener listener = StreamListener.connect(web.client(other), "")) {
			listener.next("hello");
			long begun = System.nanoTime();
			other.close();
			listener.next(StreamListener.END::equals);
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
		}
	}

	@ParameterizedTest
	@EnumSource(value = Web.class, names = { "MVC", "WEBFLUX" })
	void aStreamEndsWhenItIsOldSoThatTheClientIsCheckedAgain(Web web) {
		try (ConfigurableApplicationContext other = web.run(StreamHttpTests.ShopConfiguration.class,
				"--management.endpoint.triotp.stream.max-age=1s");
				StreamListener listener = StreamListener.connect(web.client(other), "")) {
			listener.next("hello");
			listener.next(StreamListener.END::equals);
			assertThat(other.getBean(EventStreams.class).all()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(value = Web.class, names = { "MVC", "WEBFLUX" })
	void anApplicationThatPausesEndsItsStreamsAndHasNewOnesWhenItGoesOn(Web web) {
		try (ConfigurableApplicationContext other = web.run(StreamHttpTests.ShopConfiguration.class)) {
			EventStreams streams = other.getBean(EventStreams.class);
			try (StreamListener listener = StreamListener.connect(web.client(other), "")) {
				listener.next("hello");
				streams.stop();
				listener.next(StreamListener.END::equals);
			}
			assertThat(streams.isRunning()).isFalse();
			assertThat(web.client(other).get("/stream", "Accept", "text/event-stream").statusCode()).isEqualTo(503);
			streams.start();
			try (StreamListener listener = StreamListener.connect(web.client(other), "")) {
				listener.next("hello");
			}
		}
	}

	@Test
	void whoComesBackAfterMuchHasBeenForgottenMustAskAgain() {
		try (ConfigurableApplicationContext other = Web.MVC.run(ForgetfulConfiguration.class)) {
			Node node = other.getBean(Node.class);
			EndpointClient curl = Web.MVC.client(other);
			for (int i = 0; i < 3; i++) {
				Await.restarts(node, 1, () -> {
					ServerRef<Crasher> till = node.server("till");
					till.cast(new Crasher.Crash());
				});
			}
			try (StreamListener listener = StreamListener.connect(curl, "?lastEventId=1")) {
				assertThat(listener.next("resync").json()).containsEntry("topic", "events")
					.containsEntry("reason", "FORGOTTEN");
			}
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class ForgetfulConfiguration {

		@Bean
		Node node() {
			Node node = Node.start(NodeOptions.defaults().name("shop-1").history(3));
			StreamHttpTests.ShopConfiguration.startApplications(node);
			return node;
		}

	}

}
