package io.triotp.spring.boot.actuate;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.triotp.spring.boot.page.EndpointPage;
import io.triotp.spring.boot.page.PageFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever asks with a browser, logs in with a form and is led back.
 */
class FormLoginTests {

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private static ConfigurableApplicationContext context;

	private EndpointClient browser;

	@BeforeAll
	static void start() {
		context = Web.MVC.run(SecuredConfiguration.class, "--spring.autoconfigure.exclude=");
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void open() {
		HttpClient http = HttpClient.newBuilder()
			.cookieHandler(new CookieManager())
			.followRedirects(HttpClient.Redirect.ALWAYS)
			.build();
		this.browser = new EndpointClient(http, EndpointClient.of(context).base());
	}

	/** Follows all redirects: to the form, and from there to what was asked for. */
	private HttpResponse<String> loginAt(String address, String accept) {
		HttpResponse<String> form = this.browser.get(address, "Accept", accept);
		assertThat(form.uri().getPath()).isEqualTo("/login");
		Matcher token = TOKEN.matcher(form.body());
		assertThat(token.find()).as(form.body()).isTrue();
		return this.browser.send(HttpRequest.newBuilder(URI.create(form.uri().toString()))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Accept", accept)
			.POST(HttpRequest.BodyPublishers.ofString("username=vera&password=secret&_csrf="
					+ URLEncoder.encode(token.group(1), StandardCharsets.UTF_8))));
	}

	@Test
	void thePageIsShownAfterTheLogin() {
		HttpResponse<String> page = loginAt("/ui/", "text/html");
		assertThat(page.uri().toString()).endsWith("/actuator/triotp/ui/?continue");
		assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
		assertThat(page.body()).isEqualTo("the page");
	}

	@Test
	void soIsTheFolderOfThePage() {
		HttpResponse<String> page = loginAt("/ui", "text/html,*/*;q=0.8");
		assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
		assertThat(page.body()).isEqualTo("the page");
	}

	@Test
	void soIsWhateverElseWasAskedFor() {
		for (String address : new String[] { "", "/tree?application=shop", "/processes?q=till" }) {
			open();
			HttpResponse<String> answer = loginAt(address, "text/html,*/*;q=0.8");
			assertThat(answer.uri().getQuery()).endsWith("continue");
			assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
			assertThat(answer.body()).contains("shop");
		}
	}

	@Test
	void aParameterOfThatNameWithAValueIsStillUnknown() {
		loginAt("", "text/html,*/*;q=0.8");
		assertThat(this.browser.get("/tree?continue=yes").statusCode()).isEqualTo(400);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(StreamHttpTests.ShopConfiguration.class)
	static class SecuredConfiguration {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(User.withUsername("vera").password("{noop}secret").build());
		}

		@Bean
		EndpointPage page() {
			PageFile page = PageFile.of("text/html;charset=UTF-8", "the page".getBytes(StandardCharsets.UTF_8));
			return new EndpointPage() {

				@Override
				public Optional<PageFile> file(String name) {
					return name.isEmpty() ? Optional.of(page) : Optional.empty();
				}

				@Override
				public Map<String, String> headers() {
					return Map.of();
				}

			};
		}

	}

}
