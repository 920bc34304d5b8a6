package io.triotp.sample.operations;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Where somebody types commands at night: all that is known of the application comes
 * through here.
 */
final class Terminal {

	private static final int MOST_LINES = 30;

	private static final int MOST_FRAMES = 3;

	private final HttpClient http = HttpClient.newHttpClient();

	private final String server;

	Terminal(ConfigurableApplicationContext context) {
		this.server = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
	}

	String get(String address) {
		return type("GET", address, null).body();
	}

	HttpResponse<String> type(String method, String address, String body) {
		try {
			HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.server + address))
				.method(method, (body != null) ? HttpRequest.BodyPublishers.ofString(body)
						: HttpRequest.BodyPublishers.noBody());
			if (body != null) {
				request.header("Content-Type", "application/json");
			}
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

	/** Long answers are cut, stacks first. */
	static String shown(String body) {
		StringBuilder shown = new StringBuilder();
		int frames = 0;
		int lines = 0;
		for (String line : body.lines().toList()) {
			frames = line.startsWith("  at ") ? frames + 1 : 0;
			if (frames == MOST_FRAMES + 1) {
				shown.append("  ...\n");
			}
			if (frames <= MOST_FRAMES) {
				shown.append(line).append('\n');
				lines++;
			}
			if (lines == MOST_LINES) {
				return shown.append("...\n").toString();
			}
		}
		return shown.toString();
	}

}
