package io.triotp.spring.boot.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody with {@code curl}.
 *
 * @param http sends requests
 * @param base the address of the endpoint
 */
record EndpointClient(HttpClient http, String base) {

	static EndpointClient of(ConfigurableApplicationContext context) {
		return new EndpointClient(HttpClient.newHttpClient(),
				"http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/actuator/triotp");
	}

	/**
	 * {@return one that uses the port of the management}
	 * @param path where the endpoint is there
	 */
	static EndpointClient ofManagement(ConfigurableApplicationContext context, String path) {
		return new EndpointClient(HttpClient.newHttpClient(),
				"http://127.0.0.1:" + context.getEnvironment().getProperty("local.management.port") + path);
	}

	HttpResponse<String> get(String address, String... headers) {
		return send(request(address, headers).GET());
	}

	HttpResponse<String> post(String address, String body, String... headers) {
		return send(request(address, headers).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	HttpResponse<String> delete(String address, String... headers) {
		return send(request(address, headers).DELETE());
	}

	private HttpRequest.Builder request(String address, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.base + address));
		return (headers.length > 0) ? request.headers(headers) : request;
	}

	HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	Map<String, Object> json(String address) {
		HttpResponse<String> response = get(address);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return parse(response);
	}

	String text(String address) {
		HttpResponse<String> response = get(address, "Accept", "text/plain");
		assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
		return response.body();
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> parse(HttpResponse<String> response) {
		return JsonMapper.shared().readValue(response.body(), Map.class);
	}

	@SuppressWarnings("unchecked")
	List<Map<String, Object>> list(String address, String key) {
		return (List<Map<String, Object>>) json(address).get(key);
	}

}
