package io.triotp.spring.boot.actuate;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import io.triotp.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What those are told about a stream who are between it and its client.
 */
@ParameterizedClass
@EnumSource(Web.class)
class StreamHeadersTests {

	private static ConfigurableApplicationContext context;

	private static EndpointClient curl;

	@Parameter
	Web web;

	@BeforeParameterizedClassInvocation
	static void start(Web web) {
		context = web.run(StreamHttpTests.ShopConfiguration.class,
				"--management.endpoint.triotp.stream.max-connections=1");
		curl = web.client(context);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		context.close();
	}

	@AfterEach
	void everybodyLeaves() {
		streams().all().forEach(EventStream::end);
		Await.until(() -> streams().all().isEmpty());
	}

	private static EventStreams streams() {
		return context.getBean(EventStreams.class);
	}

	@Test
	void whoAsksForTheHeadersOnlyIsAnsweredAtOnceAndTakesNobodysPlace() {
		for (int i = 0; i < 2; i++) {
			HttpResponse<String> head = curl.send(HttpRequest.newBuilder(URI.create(curl.base() + "/stream"))
				.header("Accept", "text/event-stream")
				.timeout(Duration.ofSeconds(20))
				.method("HEAD", HttpRequest.BodyPublishers.noBody()));
			assertThat(head.statusCode()).isEqualTo(200);
			assertThat(head.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
			assertThat(streams().all()).isEmpty();
		}
		try (StreamListener listener = StreamListener.connect(curl, "")) {
			listener.next("hello");
		}
	}

	@Test
	void nobodyOnTheWayHoldsItBackOrKeepsIt() {
		try (StreamListener listener = StreamListener.connect(curl, "")) {
			assertThat(listener.header("X-Accel-Buffering")).isEqualTo("no");
			assertThat(listener.header("Cache-Control")).isEqualTo("no-store");
			listener.next("hello");
		}
	}

}
