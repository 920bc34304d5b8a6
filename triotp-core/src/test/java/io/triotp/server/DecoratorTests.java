package io.triotp.server;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.testing.LogProbe;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server around another: reports name the one inside.
 */
class DecoratorTests extends ServerFixture {

	record Sell(String what) implements Cast<Shop> {
	}

	/** The user's server. */
	record Shop(boolean opens) implements GenServer<String, Call<Shop, ?>, Sell> {

		@Override
		public String init() {
			if (!this.opens) {
				throw new IllegalStateException("closed");
			}
			return "open";
		}

		@Override
		public Next<String> handleCast(Sell message, String state) {
			throw new IllegalArgumentException("sold out");
		}

		@Override
		public void terminate(ExitReason reason, String state) {
			throw new IllegalStateException("the till does not close");
		}

	}

	/** Some decorator. */
	record Decorator(Shop inner) implements GenServer<String, Call<Shop, ?>, Sell> {

		@Override
		public Class<?> reportedType() {
			return this.inner.reportedType();
		}

		@Override
		public String init() {
			return this.inner.init();
		}

		@Override
		public Next<String> handleCast(Sell message, String state) {
			return this.inner.handleCast(message, state);
		}

		@Override
		public void terminate(ExitReason reason, String state) {
			this.inner.terminate(reason, state);
		}

	}

	/** A server whose own class cannot be had from it. */
	record Broken(Class<?> told) implements GenServer<String, Call<Shop, ?>, Sell> {

		@Override
		public Class<?> reportedType() {
			if (this.told == Object.class) {
				throw new IllegalStateException("who knows");
			}
			return this.told;
		}

		@Override
		public String init() {
			return "open";
		}

	}

	/** Tells who asks for its type. */
	record Curious(Probe<Thread> asked) implements GenServer<String, Call<Shop, ?>, Sell> {

		@Override
		public Class<?> reportedType() {
			this.asked.tell(Thread.currentThread());
			return Shop.class;
		}

		@Override
		public String init() {
			return "open";
		}

	}

	@Test
	void what_observers_and_operators_see_names_the_server_inside() {
		ServerRef<Decorator> server = GenServer.start(this.node, new Decorator(new Shop(true)));
		ProcessInfo info = this.node.view().info(server.pid().orElseThrow()).orElseThrow();
		assertThat(info.behaviour()).isEqualTo(Shop.class);
		assertThat(Sys.of(server).getStatus().type()).isEqualTo(Shop.class);
	}

	@Test
	void observers_run_no_code_of_the_server() {
		Probe<Thread> asked = new Probe<>();
		ServerRef<Curious> server = GenServer.start(this.node, new Curious(asked));
		Pid pid = server.pid().orElseThrow();
		assertThat(asked.await()).isNotSameAs(Thread.currentThread());
		assertThat(this.node.view().info(pid).orElseThrow().behaviour()).isEqualTo(Shop.class);
		assertThat(asked.rest()).isEmpty();
	}

	@Test
	void crash_reports_name_the_server_inside() {
		ServerRef<Shop> shop;
		try (LogProbe log = new LogProbe("io.triotp.crash")) {
			ServerRef<Decorator> server = GenServer.start(this.node, new Decorator(new Shop(true)));
			shop = ServerRef.of(this.node, server.pid().orElseThrow());
			shop.cast(new Sell("bread"));
			ILoggingEvent handling = log.await();
			assertThat(handling.getFormattedMessage()).startsWith(Shop.class.getName() + " (");
			ILoggingEvent cleaning = log.await();
			assertThat(cleaning.getFormattedMessage()).contains("crashed in " + Shop.class.getName());
		}
		assertThat(Probe.exitOf(this.node, shop.pid().orElseThrow())).isInstanceOf(ExitReason.Crash.class);
	}

	@Test
	void a_start_that_fails_names_the_server_inside() {
		assertThatExceptionOfType(StartException.Failed.class)
			.isThrownBy(() -> GenServer.start(this.node, new Decorator(new Shop(false))))
			.withMessageContaining("(" + Shop.class.getName() + ")");
	}

	@Test
	@SuppressWarnings("NullAway")
	void a_server_that_cannot_tell_its_type_is_named_by_its_class() {
		assertThat(Sys.of(GenServer.start(this.node, new Broken(null))).getStatus().type()).isEqualTo(Broken.class);
		assertThat(Sys.of(GenServer.start(this.node, new Broken(Object.class))).getStatus().type())
			.isEqualTo(Broken.class);
	}

}
