package io.triotp.spring.boot.actuate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody with {@code curl -N}.
 */
final class StreamListener implements AutoCloseable {

	/** What is heard when the server has ended the stream. */
	static final Heard END = new Heard("end", "", "", "");

	private final HttpResponse<InputStream> response;

	private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

	private StreamListener(HttpResponse<InputStream> response) {
		this.response = response;
		Thread.ofVirtual().start(this::listen);
	}

	static StreamListener connect(EndpointClient curl, String query, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(curl.base() + "/stream" + query))
			.header("Accept", "text/event-stream");
		for (int i = 0; i < headers.length; i += 2) {
			request.header(headers[i], headers[i + 1]);
		}
		try {
			HttpResponse<InputStream> response = HttpClient.newBuilder()
				.version(HttpClient.Version.HTTP_1_1)
				.build()
				.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
			assertThat(response.statusCode()).isEqualTo(200);
			return new StreamListener(response);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	String contentType() {
		return header("Content-Type");
	}

	String header(String name) {
		return this.response.headers().firstValue(name).orElse("");
	}

	private void listen() {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.response.body(), StandardCharsets.UTF_8))) {
			List<String> lines = new ArrayList<>();
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (!line.isEmpty()) {
					lines.add(line);
				}
				else if (!lines.isEmpty()) {
					this.heard.add(Heard.of(lines));
					lines.clear();
				}
			}
		}
		catch (IOException ex) {
			// It has ended.
		}
		this.heard.add(END);
	}

	/**
	 * {@return the next event of a name; others are left out}
	 */
	Heard next(String event) {
		return next((each) -> each.event().equals(event));
	}

	Heard next(Predicate<Heard> wanted) {
		List<Heard> others = new ArrayList<>();
		try {
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
			for (Heard next = poll(); next != null && System.nanoTime() < end; next = poll()) {
				if (wanted.test(next)) {
					return next;
				}
				others.add(next);
				assertThat(next).as("heard before: %s", others).isNotEqualTo(END);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new AssertionError("Heard nothing of that, but " + others);
	}

	private Heard poll() throws InterruptedException {
		return this.heard.poll(10, TimeUnit.SECONDS);
	}

	/**
	 * {@return the events that are told until one is of a type}
	 */
	List<Map<String, Object>> eventsUntil(String type) {
		List<Map<String, Object>> events = new ArrayList<>();
		while (events.stream().noneMatch((event) -> event.get("type").equals(type))) {
			events.addAll(next("events").list());
		}
		return events;
	}

	@Override
	public void close() {
		try {
			this.response.body().close();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Something that was heard.
	 */
	record Heard(String event, String id, String data, String comment) {

		private static Heard of(List<String> lines) {
			return new Heard(field(lines, "event:"), field(lines, "id:"), field(lines, "data:"), field(lines, ":"));
		}

		private static String field(List<String> lines, String name) {
			return lines.stream()
				.filter((line) -> line.startsWith(name))
				.map((line) -> line.substring(name.length()))
				.findFirst()
				.orElse("");
		}

		@SuppressWarnings("unchecked")
		Map<String, Object> json() {
			return JsonMapper.shared().readValue(this.data, Map.class);
		}

		@SuppressWarnings("unchecked")
		List<Map<String, Object>> list() {
			return JsonMapper.shared().readValue(this.data, List.class);
		}

	}

}
