package io.triotp.dashboard;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page as a browser asks for it, in every way an application can be on the web.
 */
@ParameterizedClass
@EnumSource(DashboardHttpTests.Web.class)
class DashboardHttpTests {

	private static ConfigurableApplicationContext context;

	private static String endpoint;

	private final HttpClient browser = HttpClient.newHttpClient();

	@Parameter
	Web web;

	@BeforeParameterizedClassInvocation
	static void start(Web web) {
		context = web.run();
		endpoint = web.endpoint(context);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		context.close();
	}

	@Test
	void thePageIsAFolderBelowTheEndpoint() {
		HttpResponse<byte[]> response = get(endpoint + "/ui", "Accept", "text/html,*/*;q=0.8");
		assertThat(response.statusCode()).isEqualTo(302);
		assertThat(response.headers().firstValue("Location")).hasValue("ui/");
		HttpResponse<byte[]> page = get(endpoint + "/ui/", "Accept", "text/html,*/*;q=0.8");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
		assertThat(new String(page.body())).contains("./app.js", "./app.css");
	}

	@Test
	void itsFilesHaveTheirTypes() {
		assertThat(type("app.js")).isEqualTo("text/javascript;charset=UTF-8");
		assertThat(type("app.css")).isEqualTo("text/css;charset=UTF-8");
		assertThat(type("icon.svg")).isEqualTo("image/svg+xml");
		assertThat(type("NOTICE.txt")).isEqualTo("text/plain;charset=UTF-8");
	}

	private String type(String file) {
		HttpResponse<byte[]> response = get(endpoint + "/ui/" + file);
		assertThat(response.statusCode()).isEqualTo(200);
		return response.headers().firstValue("Content-Type").orElseThrow();
	}

	@Test
	void nothingElseIsThere() {
		for (String file : List.of("nothing", "app.js.map", "..%2Fapplication.properties", "a/b", "index.html/")) {
			assertThat(get(endpoint + "/ui/" + file).statusCode()).as(file).isIn(400, 404);
		}
		assertThat(get(endpoint + "/uix/").statusCode()).isEqualTo(404);
	}

	@Test
	void eachAnswerKeepsTheBrowserFromDoingAnythingElse() {
		for (String file : List.of("", "app.js")) {
			HttpResponse<byte[]> response = get(endpoint + "/ui/" + file);
			assertThat(response.headers().firstValue("Content-Security-Policy")).hasValue(
					"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
							+ "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; frame-ancestors 'none'");
			assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
			assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
			assertThat(response.headers().firstValue("Cross-Origin-Resource-Policy")).hasValue("same-origin");
		}
	}

	@Test
	void whoeverHasAFileIsNotSentItAgain() {
		String etag = get(endpoint + "/ui/app.js").headers().firstValue("ETag").orElseThrow();
		HttpResponse<byte[]> again = get(endpoint + "/ui/app.js", "If-None-Match", "W/" + etag);
		assertThat(again.statusCode()).isEqualTo(304);
		assertThat(again.body()).isEmpty();
		assertThat(again.headers().firstValue("ETag")).hasValue(etag);
		assertThat(get(endpoint + "/ui/app.js", "If-None-Match", "\"another\"").statusCode()).isEqualTo(200);
	}

	@Test
	void whoeverUnpacksIsSentLess() throws IOException {
		byte[] whole = get(endpoint + "/ui/app.js").body();
		HttpResponse<byte[]> packed = get(endpoint + "/ui/app.js", "Accept-Encoding", "br, gzip;q=0.8");
		assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
		assertThat(packed.headers().firstValue("Vary").orElseThrow()).contains("Accept-Encoding");
		assertThat(packed.body().length).isLessThan(whole.length / 2);
		assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes()).isEqualTo(whole);
		assertThat(get(endpoint + "/ui/app.js", "Accept-Encoding", "gzip;q=0").headers().firstValue("Content-Encoding"))
			.isEmpty();
	}

	@Test
	void theEndpointAnswersAsBefore() {
		assertThat(new String(get(endpoint).body())).contains("\"node\"");
		assertThat(get(endpoint + "/tree").statusCode()).isEqualTo(200);
		assertThat(get(endpoint + "/nothing").statusCode()).isEqualTo(404);
		assertThat(get(endpoint + "/processes/p987654").statusCode()).isEqualTo(404);
	}

	@Test
	void itIsOnThePortOfTheManagementOnly() {
		String elsewhere = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
		if (this.web.apart) {
			for (String path : List.of("/manage/otp/ui/", "/admin/manage/otp/ui/", "/actuator/triotp/ui/")) {
				assertThat(get(elsewhere + path).statusCode()).as(path).isEqualTo(404);
			}
		}
		else {
			assertThat(endpoint).startsWith(elsewhere);
		}
	}

	private HttpResponse<byte[]> get(String address, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
		try {
			return this.browser.send(((headers.length > 0) ? request.headers(headers) : request).build(),
					HttpResponse.BodyHandlers.ofByteArray());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	enum Web {

		MVC(WebApplicationType.SERVLET, false),

		MVC_APART(WebApplicationType.SERVLET, true),

		WEBFLUX(WebApplicationType.REACTIVE, false),

		WEBFLUX_APART(WebApplicationType.REACTIVE, true);

		private final WebApplicationType type;

		private final boolean apart;

		Web(WebApplicationType type, boolean apart) {
			this.type = type;
			this.apart = apart;
		}

		ConfigurableApplicationContext run() {
			List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--server.address=127.0.0.1",
					"--spring.main.banner-mode=off", "--management.endpoints.web.exposure.include=triotp"));
			if (this.apart) {
				arguments.addAll(List.of("--management.server.port=0", "--management.server.address=127.0.0.1",
						"--management.server.base-path=/admin", "--management.endpoints.web.base-path=/manage",
						"--management.endpoints.web.path-mapping.triotp=otp"));
			}
			else if (this.type == WebApplicationType.SERVLET) {
				arguments.add("--server.servlet.context-path=/shop");
			}
			else {
				arguments.add("--spring.webflux.base-path=/shop");
			}
			return new SpringApplicationBuilder(Configuration.class).web(this.type)
				.run(arguments.toArray(String[]::new));
		}

		String endpoint(ConfigurableApplicationContext context) {
			return "http://127.0.0.1:"
					+ (this.apart ? context.getEnvironment().getProperty("local.management.port") + "/admin/manage/otp"
							: context.getEnvironment().getProperty("local.server.port") + "/shop/actuator/triotp");
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Configuration {

	}

}
