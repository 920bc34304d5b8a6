package io.triotp.sample.guides;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.node.Node;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.test.Await;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code of the guide "Coming from @Async and @Scheduled".
 */
class AsyncGuideTests {

	@Test
	void both_send_what_they_are_told() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Before.class)
			.web(WebApplicationType.NONE)
			.run("--triotp.enabled=false")) {
			MailService mails = context.getBean(MailService.class);
			mails.send("hello");
			Await.until(() -> mails.sent() == 1);
			assertThat(context.getBean(Post.class).posted).containsExactly("hello");
		}
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(After.class)
			.web(WebApplicationType.NONE)
			.run("--spring.config.location=classpath:guides/async.yml")) {
			ServerRef<Mailer> mailer = context.getBean(Node.class).server("post/mailer");
			mailer.cast(new Mailer.Send("hello"));
			assertThat(mailer.call(new Mailer.Sent())).isOne();
			assertThat(context.getBean(Post.class).posted).containsExactly("hello");
		}
	}

	static class Post {

		final List<String> posted = new CopyOnWriteArrayList<>();

		void deliver(String mail) {
			this.posted.add(mail);
		}

		void tidyUp() {
			this.posted.clear();
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableAsync
	@EnableScheduling
	@Import({ Post.class, MailService.class })
	static class Before {

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ Post.class, Mailer.class })
	static class After {

		// tag::every[]
		@Bean
		Runnable tidyUp(Post post) {
			return post::tidyUp;
		}
		// end::every[]

	}

	// tag::before[]
	@Component
	static class MailService {

		private final Post post;

		private final AtomicInteger sent = new AtomicInteger();

		MailService(Post post) {
			this.post = post;
		}

		@Async
		public void send(String mail) {
			this.post.deliver(mail);
			this.sent.incrementAndGet();
		}

		public int sent() {
			return this.sent.get();
		}

		@Scheduled(initialDelay = 1, fixedRate = 1, timeUnit = TimeUnit.MINUTES)
		void tidyUp() {
			this.post.tidyUp();
		}

	}
	// end::before[]

	// tag::after[]
	@Component("mailer")
	static class Mailer implements GenServer<Integer, Mailer.Sent, Mailer.Send> {

		private final Post post;

		Mailer(Post post) {
			this.post = post;
		}

		record Send(String mail) implements Cast<Mailer> {
		}

		record Sent() implements Call<Mailer, Integer> {
		}

		@Override
		public Integer init() {
			return 0;
		}

		@Override
		public Next<Integer> handleCast(Send send, Integer sent) {
			this.post.deliver(send.mail());
			return next(sent + 1);
		}

		@Override
		public CallResult<Integer> handleCall(Sent request, From from, Integer sent) {
			return reply(request, sent, sent);
		}

	}
	// end::after[]

}
