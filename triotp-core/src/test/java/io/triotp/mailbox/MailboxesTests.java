package io.triotp.mailbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Each case of TriOTP's own tests of mailboxes has its counterpart here.
 */
class MailboxesTests {

	private static final Duration SHORT = Duration.ofMillis(1);

	private final Mailboxes mailboxes = new Mailboxes();

	/** A receiver that waits, in a thread of its own. */
	private Future<Object> receiving(Mailbox mailbox) {
		Probe<Thread> receiver = new Probe<>();
		Future<Object> received = Probe.async(() -> {
			receiver.tell(Thread.currentThread());
			return mailbox.receive();
		});
		Thread thread = receiver.await();
		Probe.until(() -> thread.getState() == Thread.State.WAITING);
		return received;
	}

	@Test
	void a_message_to_a_name_reaches_who_waits_for_it() throws Throwable {
		try (Mailbox mailbox = this.mailboxes.open("junit")) {
			Future<Object> received = receiving(mailbox);
			this.mailboxes.send("junit", "foo");
			assertThat(Probe.get(received)).isEqualTo("foo");
		}
	}

	@Test
	void a_message_to_an_id_reaches_its_mailbox() throws Throwable {
		try (Mailbox mailbox = this.mailboxes.create()) {
			Future<Object> received = receiving(mailbox);
			this.mailboxes.send(mailbox.id(), "foo");
			assertThat(Probe.get(received)).isEqualTo("foo");
		}
	}

	@Test
	void a_receive_that_takes_too_long_gives_what_was_agreed() throws Throwable {
		try (Mailbox mailbox = this.mailboxes.open("junit")) {
			assertThat(mailbox.receive(SHORT, () -> "nothing came")).isEqualTo("nothing came");
		}
	}

	@Test
	void a_receive_that_takes_too_long_throws_if_nothing_was_agreed() {
		try (Mailbox mailbox = this.mailboxes.open("junit")) {
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> mailbox.receive(SHORT))
				.withMessageContaining("within 1ms");
		}
	}

	@Test
	void how_long_a_receive_waits_is_measured_by_the_clock_of_the_set() {
		ManualTime time = new ManualTime();
		Mailboxes timed = new Mailboxes(time, (name, message) -> false);
		try (Mailbox mailbox = timed.create()) {
			Future<Object> received = Probe.async(() -> mailbox.receive(Duration.ofHours(1)));
			time.awaitParked(1);
			time.advance(Duration.ofMinutes(59));
			assertThat(received).isNotDone();
			time.advance(Duration.ofMinutes(1));
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> Probe.get(received))
				.withMessageContaining("within 1h");
		}
	}

	@Test
	void a_message_ends_the_waiting_also_if_time_stands_still() throws Throwable {
		ManualTime time = new ManualTime();
		Mailboxes timed = new Mailboxes(time, (name, message) -> false);
		try (Mailbox mailbox = timed.create()) {
			Future<Object> received = Probe.async(() -> mailbox.receive(Duration.ofHours(1)));
			time.awaitParked(1);
			timed.send(mailbox.id(), "foo");
			assertThat(Probe.get(received)).isEqualTo("foo");
		}
	}

	@Test
	void a_message_in_time_keeps_the_alternative_away() throws Throwable {
		try (Mailbox mailbox = this.mailboxes.open("junit")) {
			this.mailboxes.send("junit", "foo");
			assertThat(mailbox.receive(Duration.ZERO, () -> "nothing came")).isEqualTo("foo");
		}
	}

	@Test
	void a_mailbox_that_is_not_there_takes_nothing() {
		assertThatExceptionOfType(MailboxDoesNotExistException.class)
			.isThrownBy(() -> this.mailboxes.send("junit", "foo"))
			.withMessageContaining("'junit'");
		assertThat(this.mailboxes.find("junit")).isNull();
	}

	@Test
	void a_closed_mailbox_gives_nothing() {
		Mailbox mailbox = this.mailboxes.open("junit");
		this.mailboxes.send("junit", "foo");
		mailbox.close();
		mailbox.close();
		assertThatExceptionOfType(MailboxDoesNotExistException.class).isThrownBy(mailbox::receive);
		assertThatExceptionOfType(MailboxDoesNotExistException.class).isThrownBy(() -> mailbox.receive(SHORT));
		assertThatExceptionOfType(MailboxDoesNotExistException.class)
			.isThrownBy(() -> this.mailboxes.send("junit", "foo"));
		assertThatExceptionOfType(MailboxDoesNotExistException.class)
			.isThrownBy(() -> this.mailboxes.send(mailbox.id(), "foo"));
	}

	@Test
	void who_waits_for_a_message_hears_that_the_mailbox_was_closed() {
		Mailbox mailbox = this.mailboxes.open("junit");
		Future<Object> received = receiving(mailbox);
		mailbox.close();
		assertThatExceptionOfType(MailboxDoesNotExistException.class).isThrownBy(() -> Probe.get(received));
	}

	@Test
	void who_waits_for_a_message_can_be_interrupted() {
		try (Mailbox mailbox = this.mailboxes.create()) {
			Future<Object> received = Probe.async(() -> {
				Thread.currentThread().interrupt();
				return mailbox.receive();
			});
			assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> Probe.get(received));
		}
	}

	@Test
	void a_name_is_given_to_a_mailbox_that_exists_and_to_one_only() throws Throwable {
		assertThatExceptionOfType(MailboxDoesNotExistException.class)
			.isThrownBy(() -> this.mailboxes.register("not-found", "junit"));
		try (Mailbox first = this.mailboxes.open("junit"); Mailbox second = this.mailboxes.create()) {
			assertThatExceptionOfType(NameAlreadyExistsException.class)
				.isThrownBy(() -> this.mailboxes.register(second.id(), "junit"));
			assertThatExceptionOfType(NameAlreadyExistsException.class).isThrownBy(() -> this.mailboxes.open("junit"))
				.withMessageContaining("'junit'");
			this.mailboxes.send("junit", "foo");
			assertThat(first.receive(Duration.ZERO)).isEqualTo("foo");
		}
	}

	@Test
	void a_name_that_was_taken_away_is_free_and_the_id_still_works() throws Throwable {
		try (Mailbox mailbox = this.mailboxes.open("junit")) {
			this.mailboxes.unregister("junit");
			assertThatExceptionOfType(NameDoesNotExistException.class)
				.isThrownBy(() -> this.mailboxes.unregister("junit"))
				.withMessageContaining("'junit'");
			assertThatExceptionOfType(MailboxDoesNotExistException.class)
				.isThrownBy(() -> this.mailboxes.send("junit", "foo"));
			this.mailboxes.send(mailbox.id(), "bar");
			assertThat(mailbox.receive()).isEqualTo("bar");
		}
	}

	@Test
	void all_names_of_a_mailbox_can_be_taken_away_at_once() {
		try (Mailbox mailbox = this.mailboxes.open("one"); Mailbox other = this.mailboxes.open("other")) {
			this.mailboxes.register(mailbox.id(), "two");
			this.mailboxes.unregisterAll(mailbox.id());
			this.mailboxes.unregisterAll(mailbox.id());
			this.mailboxes.register(other.id(), "one");
			this.mailboxes.register(other.id(), "two");
			this.mailboxes.send("other", "foo");
		}
	}

	@Test
	void closing_frees_all_names() {
		Mailbox mailbox = this.mailboxes.open("one");
		this.mailboxes.register(mailbox.id(), "two");
		mailbox.close();
		assertThat(this.mailboxes.find(mailbox.id())).isNull();
		this.mailboxes.open("one").close();
		this.mailboxes.open("two").close();
	}

	@Test
	void destroying_closes_and_what_is_unknown_cannot_be_destroyed() {
		Mailbox mailbox = this.mailboxes.open("junit");
		this.mailboxes.destroy(mailbox.id());
		assertThatExceptionOfType(MailboxDoesNotExistException.class).isThrownBy(mailbox::receive);
		assertThatExceptionOfType(MailboxDoesNotExistException.class)
			.isThrownBy(() -> this.mailboxes.destroy("not-found"));
	}

	@Test
	void messages_of_one_sender_stay_in_order() throws Throwable {
		try (Mailbox mailbox = this.mailboxes.open("junit")) {
			Future<String> sending = Probe.async(() -> {
				IntStream.range(0, 1_000).forEach((i) -> this.mailboxes.send("junit", i));
				return "sent";
			});
			List<Object> received = new ArrayList<>();
			for (int i = 0; i < 1_000; i++) {
				received.add(mailbox.receive(Probe.PATIENCE));
			}
			assertThat(received).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
			Probe.get(sending);
		}
	}

	@Test
	void several_receivers_share_the_messages_and_each_is_received_once() {
		try (Mailbox mailbox = this.mailboxes.open("junit")) {
			Probe<Object> received = new Probe<>();
			for (int i = 0; i < 4; i++) {
				Thread.ofVirtual().start(() -> receiveAll(mailbox, received));
			}
			IntStream.range(0, 1_000).forEach((i) -> this.mailboxes.send("junit", i));
			assertThat(received.await(1_000)).doesNotHaveDuplicates();
		}
	}

	private static void receiveAll(Mailbox mailbox, Probe<Object> received) {
		try {
			while (true) {
				received.tell(mailbox.receive());
			}
		}
		catch (MailboxDoesNotExistException | InterruptedException ex) {
			// The end.
		}
	}

	@Test
	void names_are_looked_up_before_ids() throws Throwable {
		try (Mailbox a = this.mailboxes.create(); Mailbox b = this.mailboxes.open(a.id())) {
			this.mailboxes.send(a.id(), "foo");
			assertThat(b.receive(Duration.ZERO)).isEqualTo("foo");
		}
	}

	@Test
	void two_sets_know_nothing_of_each_other() {
		Mailboxes others = new Mailboxes();
		try (Mailbox mine = this.mailboxes.open("junit"); Mailbox theirs = others.open("junit")) {
			assertThat(others.find(mine.id())).isNull();
			assertThatExceptionOfType(MailboxDoesNotExistException.class)
				.isThrownBy(() -> this.mailboxes.send(theirs.id(), "foo"));
		}
	}

	@Test
	void what_is_sent_to_an_unknown_name_can_be_handed_on() {
		Probe<Object> handedOn = new Probe<>();
		Mailboxes bridge = new Mailboxes((name, message) -> {
			handedOn.tell(name + " " + message);
			return name.equals("known");
		});
		bridge.send("known", "foo");
		assertThatExceptionOfType(MailboxDoesNotExistException.class).isThrownBy(() -> bridge.send("unknown", "foo"));
		assertThat(handedOn.rest()).containsExactly("known foo", "unknown foo");
	}

	@Test
	void null_is_no_message() {
		try (Mailbox mailbox = this.mailboxes.open("junit")) {
			assertThatNullPointerException().isThrownBy(() -> this.mailboxes.send(mailbox.id(), null));
		}
	}

}
