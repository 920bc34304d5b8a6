package io.triotp.spring.boot.actuate;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.Crasher;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stream as somebody with {@code curl -N} sees it, whatever the web framework.
 */
@ParameterizedClass
@EnumSource(Web.class)
class StreamHttpTests {

	private static final String[] FEW = { "--management.endpoint.triotp.stream.max-connections=4",
			"--management.endpoint.triotp.stream.heartbeat=300ms" };

	private static ConfigurableApplicationContext context;

	private static Node node;

	private static EndpointClient curl;

	@Parameter
	Web web;

	@BeforeParameterizedClassInvocation
	static void start(Web web) {
		context = web.run(ShopConfiguration.class, FEW);
		node = context.getBean(Node.class);
		curl = web.client(context);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		context.close();
	}

	@AfterEach
	void everybodyLeaves() {
		streams().all().forEach((stream) -> {
			stream.end();
			awaitOver(stream);
		});
	}

	private static EventStreams streams() {
		return context.getBean(EventStreams.class);
	}

	private static void crash(String name) {
		Await.restarts(node, 1, () -> {
			ServerRef<Crasher> server = node.server(name);
			server.cast(new Crasher.Crash());
		});
	}

	private static void awaitOver(EventStream stream) {
		try {
			stream.over().get(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<Integer> numbers(List<Map<String, Object>> events) {
		return events.stream().map((event) -> (Integer) event.get("seq")).toList();
	}

	@Test
	void itBeginsWithAHelloAndHowTheNodeIs() {
		try (StreamListener listener = StreamListener.connect(curl, "?interval=1ms")) {
			assertThat(listener.contentType()).startsWith("text/event-stream");
			assertThat(listener.next("hello").json()).containsKeys("stream", "newestSeq")
				.containsEntry("interval", "PT0.25S")
				.containsEntry("topics", List.of("summary", "events"))
				.containsEntry("startedAt", ((Map<?, ?>) curl.json("").get("node")).get("startedAt"));
			Map<String, Object> summary = listener.next("summary").json();
			assertThat(summary.get("access")).hasFieldOrPropertyWithValue("stream", true);
			assertThat(summary.keySet()).isEqualTo(curl.json("").keySet());
		}
	}

	@Test
	void whatHappensIsToldWithItsNumber() {
		try (StreamListener listener = StreamListener.connect(curl, "?topics=events&path=shop/tüll")) {
			listener.next("hello");
			crash("till");
			crash("tuell");
			StreamListener.Heard heard = listener.next("events");
			assertThat(heard.list()).extracting("path").containsOnly("shop/tüll");
			assertThat(heard.list().getFirst()).containsEntry("type", "PROCESS_CRASHED");
			assertThat(heard.data()).doesNotContain(Crasher.SECRET);
			assertThat(Long.parseLong(heard.id().trim())).isGreaterThanOrEqualTo(numbers(heard.list()).getLast());
		}
	}

	@Test
	void whoComesBackIsToldOnceWhatHappenedMeanwhile() {
		List<Map<String, Object>> told = new ArrayList<>();
		String last;
		try (StreamListener listener = StreamListener.connect(curl, "?topics=events")) {
			listener.next("hello");
			crash("till");
			told.addAll(listener.eventsUntil("PROCESS_RESTARTED"));
			last = numbers(told).getLast().toString();
		}
		crash("till");
		try (StreamListener listener = StreamListener.connect(curl, "?topics=events", "Last-Event-ID", last)) {
			told.addAll(listener.eventsUntil("PROCESS_RESTARTED"));
			crash("tuell");
			told.addAll(listener.eventsUntil("PROCESS_RESTARTED"));
		}
		long first = numbers(told).getFirst() - 1;
		assertThat(numbers(told)).isEqualTo(numbers(curl.list("/events?after=" + first, "events")))
			.doesNotHaveDuplicates();
		try (StreamListener listener = StreamListener.connect(curl, "?topics=events&lastEventId=" + first)) {
			assertThat(numbers(listener.next("events").list())).isEqualTo(numbers(told));
		}
	}

	@Test
	void whoKnowsAnEventNobodyElseKnowsMustAskAgain() {
		for (String unknown : List.of("123456789", "-1", "of another server")) {
			try (StreamListener listener = StreamListener.connect(curl, "", "Last-Event-ID", unknown)) {
				assertThat(listener.next("resync").json()).containsEntry("topic", "events")
					.containsEntry("reason", "UNKNOWN");
			}
		}
	}

	@Test
	void oneProcessAndAPartOfTheTreeCanBeWatched() {
		String till = "p" + node.whereis("till").orElseThrow().id();
		try (StreamListener listener = StreamListener.connect(curl,
				"?interval=250ms&root=shop&depth=2&topics=tree,process:" + till)) {
			assertThat(listener.next("hello").json()).containsEntry("topics", List.of("tree", "process:" + till));
			assertThat(listener.next("tree").json()).containsKeys("roots", "nodes");
			assertThat(listener.next("process").json()).containsEntry("id", till).containsEntry("path", "shop/till");
			crash("till");
			String successor = "p" + node.whereis("till").orElseThrow().id();
			assertThat(listener.next("tree").data()).contains(successor);
		}
		try (StreamListener listener = StreamListener.connect(curl, "?topics=process:p987654")) {
			assertThat(listener.next("resync").json()).containsEntry("topic", "process:p987654")
				.containsEntry("reason", "GONE");
		}
	}

	@Test
	void silenceIsBrokenNowAndThen() {
		try (StreamListener listener = StreamListener.connect(curl, "?topics=events&path=nowhere")) {
			assertThat(listener.next((each) -> !each.comment().isEmpty()).comment().trim()).isEqualTo("hb");
		}
	}

	@Test
	void thereIsRoomForSoManyUntilOneLeaves() {
		List<StreamListener> listeners = new ArrayList<>();
		try {
			for (int i = 0; i < 4; i++) {
				listeners.add(StreamListener.connect(curl, ""));
				listeners.getLast().next("hello");
			}
			HttpResponse<String> one = curl.get("/stream", "Accept", "text/event-stream");
			assertThat(one.statusCode()).as(one.body()).isEqualTo(503);
			assertThat(one.headers().firstValue("Retry-After")).contains("10");
			assertThat(EndpointClient.parse(one)).extractingByKey("message")
				.asString()
				.startsWith("There are 4 streams already");
			EventStream first = streams().all().getFirst();
			listeners.removeFirst().close();
			awaitOver(first);
			assertThat(streams().all()).hasSize(3).doesNotContain(first);
			listeners.add(StreamListener.connect(curl, ""));
			listeners.getLast().next("hello");
		}
		finally {
			listeners.forEach(StreamListener::close);
		}
	}

	@Test
	void whoAsksForJsonIsToldHowToSubscribe() {
		for (String query : List.of("", "?topics=events&interval=1s&lastEventId=7")) {
			HttpResponse<String> response = curl.get("/stream" + query, "Accept", "application/json");
			assertThat(response.statusCode()).as(response.body()).isEqualTo(406);
			assertThat(EndpointClient.parse(response)).extractingByKey("message")
				.asString()
				.contains("curl -N -H 'Accept: text/event-stream'");
			assertThat(curl.get("/stream" + query, "Accept", "*/*").statusCode()).isEqualTo(406);
			assertThat(curl.get("/stream" + query).statusCode()).isEqualTo(406);
		}
		assertThat(curl.get("/events", "Accept", "text/event-stream").statusCode()).isEqualTo(404);
	}

	@Test
	void whatCannotBeMeantSoIsRefused() {
		Map.of("?topics=everything", "one is 'everything'", "?topics=process:", "one is 'process:'", "?interval=soon",
				"interval must be a duration", "?interval=-1s", "interval must be a duration", "?severity=awful",
				"severity must be one of", "?lastEventId=x", "lastEventId must be a whole number from 0")
			.forEach((query, message) -> {
				HttpResponse<String> response = curl.get("/stream" + query, "Accept", "text/event-stream");
				assertThat(response.statusCode()).as(query + ": " + response.body()).isEqualTo(400);
				assertThat(response.body()).contains(message);
			});
		// Alone on a port, the management of MVC has no page of errors for such clients.
		assertThat(curl.get("/stream?topic=tree", "Accept", "text/event-stream").statusCode()).isIn(400, 406);
		assertThat(streams().all()).isEmpty();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class ShopConfiguration {

		@Bean
		Node node() {
			Node node = Node.start(NodeOptions.defaults().name("shop-1"));
			startApplications(node);
			return node;
		}

		static void startApplications(Node node) {
			node.start(ApplicationSpec.of("shop",
					SupervisorSpec
						.oneForOne(ChildSpec.server("till", Crasher::new).name("till"),
								ChildSpec.server("tüll", Crasher::new).name("tuell"))
						.intensity(new RestartIntensity(1_000, Duration.ofSeconds(1)))));
		}

	}

}
