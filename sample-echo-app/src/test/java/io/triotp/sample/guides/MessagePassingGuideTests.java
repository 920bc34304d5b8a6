package io.triotp.sample.guides;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.triotp.mailbox.Mailbox;
import io.triotp.mailbox.MailboxDoesNotExistException;
import io.triotp.mailbox.Mailboxes;
import io.triotp.process.LocalNode;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.Processes;
import io.triotp.process.SystemMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The code of the guide "Message passing".
 */
class MessagePassingGuideTests {

	@Test
	void a_mailbox_is_created_and_destroyed() throws Exception {
		// tag::create[]
		Mailboxes mailboxes = new Mailboxes();
		Mailbox mailbox = mailboxes.create();
		mailboxes.register(mailbox.id(), "foo");

		mailboxes.send("foo", "by name");
		mailboxes.send(mailbox.id(), "by id");

		mailboxes.destroy(mailbox.id());
		// end::create[]
		assertThatExceptionOfType(MailboxDoesNotExistException.class).isThrownBy(() -> mailboxes.send("foo", "late"));
	}

	@Test
	void a_consumer_waits_for_a_message_of_a_producer() throws Exception {
		Mailboxes mailboxes = new Mailboxes();
		CompletableFuture<Object> received = new CompletableFuture<>();
		CompletableFuture<Void> open = new CompletableFuture<>();
		// tag::consumer[]
		Runnable consumer = () -> {
			try (Mailbox mailbox = mailboxes.open("foo")) {
				open.complete(null);
				received.complete(mailbox.receive());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		};
		Runnable producer = () -> mailboxes.send("foo", "Hello World!");
		// end::consumer[]
		Thread.ofVirtual().start(consumer);
		open.get(10, TimeUnit.SECONDS);
		Thread.ofVirtual().start(producer);
		assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo("Hello World!");
	}

	@Test
	void nobody_waits_for_ever() throws Exception {
		Mailboxes mailboxes = new Mailboxes();
		// tag::timeout[]
		try (Mailbox mailbox = mailboxes.open("foo")) {
			Object message = mailbox.receive(Duration.ofMillis(10), () -> "nothing came");
			assertThat(message).isEqualTo("nothing came");

			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> mailbox.receive(Duration.ofMillis(10)));
		}
		// end::timeout[]
	}

	@Test
	void processes_have_a_mailbox_of_their_own() throws Exception {
		CompletableFuture<Object> heard = new CompletableFuture<>();
		// tag::process[]
		try (Processes node = LocalNode.create()) {
			Pid worker = node.spawn((PlainProcess self) -> {
				self.register("worker");
				Object order = self.receiveMatching((message) -> message.equals("go"));
				throw new IllegalStateException("cannot " + order);
			});
			node.spawn((PlainProcess self) -> {
				self.monitor(worker);
				node.send(worker, "not yet");
				node.send(worker, "go");
				if (self.receive() instanceof SystemMessage.Down down) {
					heard.complete(down.reason());
				}
			});
			assertThat(heard.get(10, TimeUnit.SECONDS)).hasToString("java.lang.IllegalStateException: cannot go");
		}
		// end::process[]
	}

}
