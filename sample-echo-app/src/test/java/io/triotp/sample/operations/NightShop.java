package io.triotp.sample.operations;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.MailboxLimit;
import io.triotp.process.NodeOptions;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.supervisor.Backoff;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * A shop in which everything breaks that can: the application of the page on operations.
 */
@EnableAutoConfiguration
class NightShop {

	private static final Backoff SLOWLY = new Backoff(Duration.ofMinutes(5), Duration.ofMinutes(10),
			Backoff.DEFAULT_FACTOR, 0, Backoff.DEFAULT_RESET_AFTER);

	/** Lets go of the courier. */
	final CountDownLatch bridge = new CountDownLatch(1);

	/** Opens it, with all that may be seen and done from outside. */
	static ConfigurableApplicationContext open() {
		return new SpringApplicationBuilder(NightShop.class).run("--server.port=0", "--server.address=127.0.0.1",
				"--spring.config.name=night-shop", "--spring.main.banner-mode=off",
				"--management.endpoints.web.exposure.include=triotp,health",
				"--management.endpoint.triotp.access=unrestricted", "--logging.level.io.triotp=off");
	}

	@Bean
	Node node() {
		Node node = Node.start(NodeOptions.defaults()
			.name("night-shop")
			.wedgedAfter(Duration.ofSeconds(1))
			.callTimeout(Duration.ofMillis(50)));
		node.start(ApplicationSpec
			.of("shop",
					SupervisorSpec
						.oneForOne(ChildSpec.server("till", Till::new).name("till"),
								ChildSpec.server("prices", Prices::new).name("prices").backoff(SLOWLY),
								ChildSpec.server("courier", () -> new Courier(this.bridge)).name("courier"),
								ChildSpec.server("mailer", () -> new Courier(this.bridge))
									.name("mailer")
									.mailbox(new MailboxLimit(3, MailboxLimit.Overflow.DROP_NEWEST)),
								ChildSpec.supervisor("back", back()).restart(Restart.TRANSIENT))
						.intensity(new RestartIntensity(10, Duration.ofSeconds(5))))
			.restart(Restart.TRANSIENT));
		return node;
	}

	private static SupervisorSpec back() {
		return SupervisorSpec.oneForOne(ChildSpec.server("importer", Importer::new).name("importer"))
			.intensity(new RestartIntensity(2, Duration.ofMinutes(1)));
	}

	/** What a till is asked to do. */
	record Ring(int cents) implements Cast<Till> {
	}

	static final class Till implements GenServer<Integer, Call<Till, ?>, Ring> {

		@Override
		public Integer init() {
			return 0;
		}

		@Override
		public Next<Integer> handleCast(Ring ring, Integer sum) {
			if (ring.cents() < 0) {
				throw new IllegalArgumentException("a price of " + ring.cents());
			}
			return next(sum + ring.cents());
		}

	}

	/** Prices from elsewhere, which are sometimes not to be had. */
	static final class Prices implements GenServer<String, Call<Prices, ?>, Prices.Lose> {

		enum Lose implements Cast<Prices> {

			CONNECTION

		}

		@Override
		public String init() {
			return "";
		}

		@Override
		public Next<String> handleCast(Lose lose, String state) {
			throw new IllegalStateException("connection lost");
		}

	}

	/** Where is the parcel? */
	record Where(String parcel) implements Call<Courier, String> {
	}

	/** Take it there. */
	record Deliver(String parcel) implements Cast<Courier> {
	}

	static final class Courier implements GenServer<String, Where, Deliver> {

		private final CountDownLatch bridge;

		Courier(CountDownLatch bridge) {
			this.bridge = bridge;
		}

		@Override
		public String init() {
			return "";
		}

		@Override
		public CallResult<String> handleCall(Where where, From from, String state) {
			return reply(where, "on its way", state);
		}

		@Override
		public Next<String> handleCast(Deliver deliver, String state) throws Exception {
			cross();
			return next(state);
		}

		private void cross() throws InterruptedException {
			this.bridge.await();
		}

	}

	static final class Importer implements GenServer<String, Call<Importer, ?>, Importer.Load> {

		record Load(String file) implements Cast<Importer> {
		}

		@Override
		public String init() {
			return "";
		}

		@Override
		public Next<String> handleCast(Load load, String state) {
			return next(parse(load.file()));
		}

		private static String parse(String file) {
			throw new NumberFormatException(file);
		}

	}

}
