package io.triotp.sample.guides;

import java.util.List;
import java.util.stream.Stream;

import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.spring.boot.Supervised;
import io.triotp.test.Await;
import io.triotp.virtual.VirtualServers;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The visitors of the guide "A process per device", who are always there.
 */
class VirtualServersGuideTests {

	// tag::visitor[]
	@Component("visitor")
	@Scope("prototype")
	@Supervised(discover = false)
	static final class Visitor implements GenServer<List<String>, Visitor.Seen, Visitor.Look> {

		private final String name;

		Visitor(String name) {
			this.name = name;
		}

		record Look(String page) implements Cast<Visitor> {
		}

		record Seen() implements Call<Visitor, String> {
		}

		@Override
		public List<String> init() {
			return List.of();
		}

		@Override
		public Next<List<String>> handleCast(Look look, List<String> pages) {
			return next(Stream.concat(pages.stream(), Stream.of(look.page())).toList());
		}

		@Override
		public CallResult<List<String>> handleCall(Seen request, From from, List<String> pages) {
			return reply(request, this.name + " has seen " + pages, pages);
		}

	}
	// end::visitor[]

	// tag::site[]
	@Component
	static class Site {

		private final VirtualServers<Visitor> visitors;

		Site(VirtualServers<Visitor> visitors) {
			this.visitors = visitors;
		}

		void look(String name, String page) {
			this.visitors.of(name).cast(new Visitor.Look(page)); // starts it, if need be
		}

		String seenBy(String name) {
			return this.visitors.of(name).call(new Visitor.Seen());
		}

	}
	// end::site[]

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ Visitor.class, Site.class })
	static class Application {

	}

	@Test
	void aVisitorIsThereForTheFirstMessageAndForgottenWhenItHasBeenIdle() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("spring.config.location=classpath:guides/visitors.yml", "spring.main.banner-mode=off")
			.run()) {
			Site site = context.getBean(Site.class);
			site.look("ann", "home");
			site.look("ann", "news");
			assertThat(site.seenBy("ann")).isEqualTo("ann has seen [home, news]");
			assertThat(site.seenBy("bob")).isEqualTo("bob has seen []");
			VirtualServers<?> visitors = context.getBean(VirtualServers.class);
			assertThat(visitors.passivate("ann")).isTrue();
			Await.until(() -> visitors.active().equals(List.of("bob")));
			assertThat(site.seenBy("ann")).isEqualTo("ann has seen []");
		}
	}

}
