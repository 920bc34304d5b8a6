package io.triotp.sample.guides;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.triotp.node.Node;
import io.triotp.process.HandledMessage;
import io.triotp.process.LoggingContext;
import io.triotp.process.MessageObserver;
import io.triotp.process.NodeOptions;
import io.triotp.process.SentMessage;
import io.triotp.sample.EchoServer;
import io.triotp.server.GenServer;
import io.triotp.server.ServerRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code of the guide "Tracing".
 */
class TracingGuideTests {

	// tag::observer[]
	/** Tells of messages that waited too long. */
	record LateMessages(Duration limit, Consumer<String> report) implements MessageObserver {

		@Override
		public Trace sending(SentMessage message) {
			return new Trace() {
			};
		}

		@Override
		public @Nullable Handling handling(HandledMessage message, @Nullable Trace trace) {
			message.waited()
				.filter((waited) -> waited.compareTo(this.limit) >= 0)
				.ifPresent((waited) -> this.report.accept(message.kind() + " waited for " + message.path()));
			return null;
		}

	}
	// end::observer[]

	@Test
	void an_observer_tells_of_messages_that_waited_too_long() throws Exception {
		CompletableFuture<String> told = new CompletableFuture<>();
		Consumer<String> report = told::complete;
		Duration limit = Duration.ZERO;
		// tag::node[]
		NodeOptions options = NodeOptions.defaults()
			.observers(List.of(new LateMessages(limit, report), new LoggingContext()));
		// end::node[]
		try (Node node = Node.start(options)) {
			ServerRef<EchoServer> echo = GenServer.start(node, new EchoServer());
			echo.send("hello");
			assertThat(told.get(10, TimeUnit.SECONDS)).startsWith("START waited for ");
		}
	}

}
