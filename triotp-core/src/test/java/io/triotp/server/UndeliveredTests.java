package io.triotp.server;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;

import ch.qos.logback.classic.Level;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.NodeOptions;
import io.triotp.process.ProcessEvent;
import io.triotp.server.TestServer.Ask;
import io.triotp.server.TestServer.Do;
import io.triotp.testing.LogProbe;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import io.triotp.testing.Stamps;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is seen of messages and replies of servers that reach nobody, and of servers that
 * messages pile up at.
 */
class UndeliveredTests extends ServerFixture {

	@Test
	void a_late_reply_is_an_event_of_the_caller_with_the_type_of_the_request() {
		Probe<ProcessEvent.DeadLetter> letters = new Probe<>();
		this.node.view().addListener((event) -> {
			if (event instanceof ProcessEvent.DeadLetter letter) {
				letters.tell(letter);
			}
		});
		ServerRef<TestServer> server = start();
		Probe<ReplyTo<Object>> later = new Probe<>();
		Puppet caller = Puppet.spawn(this.node);
		caller.tell((self) -> {
			assertThatExceptionOfType(CallException.TimedOut.class)
				.isThrownBy(() -> server.call(new Ask((loop, request, from, state) -> {
					later.tell(from.to(request));
					return loop.next(state);
				}), Duration.ofSeconds(1)));
			this.probe.tell("timed out");
			return null;
		});
		ReplyTo<Object> reply = later.await();
		this.time.awaitParked(1);
		this.time.advance(Duration.ofSeconds(1));
		this.probe.await();
		assertThat(reply.reply("too late")).isFalse();
		assertThat(letters.await()).usingRecursiveComparison()
			.ignoringFields("stamp")
			.isEqualTo(new ProcessEvent.DeadLetter(Stamps.ANY, caller.pid(), Ask.class, DeadLetterReason.LATE_REPLY,
					Optional.empty()));
	}

	@Test
	void a_late_reply_to_a_thread_is_logged_for_who_looks_for_it() throws Throwable {
		ServerRef<TestServer> server = start();
		Probe<ReplyTo<Object>> later = new Probe<>();
		Future<Object> call = parked(server, (loop, request, from, state) -> {
			later.tell(from.to(request));
			return loop.next(state);
		}, Duration.ofSeconds(1));
		ReplyTo<Object> reply = later.await();
		this.time.advance(Duration.ofSeconds(1));
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call));
		try (LogProbe log = new LogProbe("io.triotp.deadletter", Level.DEBUG)) {
			reply.reply("too late");
			assertThat(log.await().getFormattedMessage()).contains(Ask.class.getName(),
					"a caller that is not a process", "LATE_REPLY");
		}
	}

	@Test
	void a_cast_to_a_name_nobody_has_is_logged_with_the_name() {
		try (LogProbe log = new LogProbe("io.triotp.deadletter", Level.DEBUG)) {
			tell(ServerRef.named(this.node, "nobody"), (self, state) -> self.next(state));
			assertThat(log.await().getFormattedMessage()).contains(Do.class.getName(), "server 'nobody'");
		}
		assertThat(deadLetters(DeadLetterReason.NO_PROCESS)).isOne();
	}

	@Test
	void the_warning_of_a_high_mailbox_tells_what_the_server_works_on() {
		try (LogProbe log = new LogProbe("io.triotp.process.HighWater")) {
			ServerRef<TestServer> server = start();
			occupy(server);
			for (int i = 0; i < NodeOptions.DEFAULT_HIGH_WATER_MARK; i++) {
				tell(server, (self, state) -> self.next(state));
			}
			this.time.advance(Duration.ZERO);
			assertThat(log.await().getFormattedMessage()).contains(TestServer.class.getName(), "10000 wait",
					"works on a " + Do.class.getName());
		}
	}

}
