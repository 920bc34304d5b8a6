package io.triotp.interleaving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.triotp.node.Node;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.MailboxFullException;
import io.triotp.process.MailboxLimit;
import io.triotp.process.MailboxLimit.Overflow;
import io.triotp.process.Pid;
import io.triotp.process.SpawnOptions;
import io.triotp.server.GenServer;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages from several senders, while who gets them falls asleep, wakes up or ends.
 */
class MailboxInterleavingTests {

	private static final int EACH = 3;

	private static void assertOrder(List<Integer> handled, int sender) {
		assertThat(handled.stream().filter((each) -> each / 10 == sender).toList()).isSorted();
	}

	@Interleaved
	void a_server_handles_all_messages_each_once_and_those_of_a_sender_in_order(Schedule schedule) { // I-1
																										// I-2
		Node node = schedule.node();
		Desk desk = new Desk();
		ServerRef<Desk> server = GenServer.start(node, desk);
		schedule.together(() -> sendAll(server, 1), () -> sendAll(server, 2), () -> sendAll(server, 3));
		schedule.settle();
		assertThat(desk.handled()).hasSize(3 * EACH);
		for (int sender = 1; sender <= 3; sender++) {
			assertOrder(desk.handled(), sender);
		}
	}

	private static void sendAll(ServerRef<Desk> server, int sender) {
		for (int i = 0; i < EACH; i++) {
			server.cast(new Desk.Note(10 * sender + i));
		}
	}

	@Interleaved(windows = { "in time", "too late" })
	void a_receive_with_a_time_misses_nothing(Schedule schedule) {
		Node node = schedule.node();
		List<Object> got = new ArrayList<>();
		Pid pid = node.spawn((self) -> {
			while (got.size() < EACH) {
				Optional<Object> next = self.receive(Duration.ofMillis(10));
				schedule.met(next.isPresent() ? "in time" : "too late");
				next.ifPresent(got::add);
			}
		});
		schedule.together(() -> {
			for (int i = 0; i < EACH; i++) {
				node.send(pid, i);
			}
		}, () -> schedule.passes(Duration.ofMillis(10)), () -> schedule.passes(Duration.ofMillis(10)));
		schedule.settle();
		assertThat(got).containsExactly(0, 1, 2);
	}

	@Interleaved(windows = { "some handled", "some lost" })
	void each_message_is_handled_or_counted_when_the_server_is_killed(Schedule schedule) { // I-3
																							// F12
		Node node = schedule.node();
		Desk desk = new Desk();
		ServerRef<Desk> server = GenServer.start(node, desk);
		Pid pid = server.pid().orElseThrow();
		schedule.together(() -> sendAll(server, 1), () -> sendAll(server, 2), () -> node.kill(pid));
		schedule.settle();
		long lost = Arrays.stream(DeadLetterReason.values()).mapToLong(node.view()::deadLetters).sum();
		assertThat(desk.handled().size() + lost).isEqualTo(2 * EACH);
		assertOrder(desk.handled(), 1);
		assertOrder(desk.handled(), 2);
		schedule.met("some handled", !desk.handled().isEmpty());
		schedule.met("some lost", lost > 0);
	}

	@Interleaved(windows = { "some handled", "some lost" })
	void each_message_is_handled_or_counted_when_the_server_stops_or_crashes(Schedule schedule) { // I-3
		Node node = schedule.node();
		Desk desk = new Desk();
		ServerRef<Desk> server = GenServer.start(node, desk);
		Desk.Tell end = (schedule.random(2) == 0) ? new Desk.Crash() : new Desk.Stop();
		schedule.together(() -> sendAll(server, 1), () -> sendAll(server, 2), () -> server.cast(end));
		schedule.settle();
		long lost = Arrays.stream(DeadLetterReason.values()).mapToLong(node.view()::deadLetters).sum();
		assertThat(desk.handled().size() + lost).isEqualTo(2 * EACH);
		schedule.met("some handled", !desk.handled().isEmpty());
		schedule.met("some lost", lost > 0);
	}

	@Interleaved(windows = { "all taken", "some refused" })
	void a_full_mailbox_takes_no_more_than_it_may_and_refuses_or_handles_the_rest(Schedule schedule) { // F38
																										// I-18
		Node node = schedule.node();
		Desk desk = new Desk();
		ServerRef<Desk> server = GenServer.start(node, desk,
				ServerOptions.defaults().mailbox(new MailboxLimit(EACH, Overflow.REJECT)));
		int[] refused = new int[1];
		Schedule.Action sender = () -> {
			for (int i = 0; i < EACH; i++) {
				try {
					server.cast(new Desk.Note(i));
				}
				catch (MailboxFullException ex) {
					refused[0]++;
				}
			}
		};
		schedule.together(sender, sender);
		schedule.settle();
		assertThat(desk.handled().size() + refused[0]).isEqualTo(2 * EACH);
		schedule.met((refused[0] == 0) ? "all taken" : "some refused");
	}

	@Interleaved(windows = { "all handled", "some lost" })
	void who_waits_for_room_goes_on_when_there_is_some_or_the_process_ends(Schedule schedule) { // F38
		Node node = schedule.node();
		List<Object> got = new ArrayList<>();
		Pid pid = node.spawn(SpawnOptions.defaults().mailbox(new MailboxLimit(1, Overflow.BLOCK)), (self) -> {
			for (int i = 0; i < 2; i++) {
				got.add(self.receive());
			}
		});
		int[] sent = new int[1];
		Schedule.Action sender = () -> {
			node.send(pid, 1);
			node.send(pid, 2);
			sent[0] += 2;
		};
		schedule.together(sender, sender, () -> {
			if (schedule.random(2) == 0) {
				node.exit(pid, ExitReason.shutdown());
			}
		});
		schedule.settle();
		assertThat(sent[0]).isEqualTo(4);
		long lost = Arrays.stream(DeadLetterReason.values()).mapToLong(node.view()::deadLetters).sum();
		assertThat(got.size() + lost).isEqualTo(4);
		schedule.met((got.size() == 2) ? "all handled" : "some lost");
	}

	@Interleaved
	void of_one_that_is_suspended_and_resumed_nothing_is_lost(Schedule schedule) {
		Node node = schedule.node();
		Desk desk = new Desk();
		ServerRef<Desk> server = GenServer.start(node, desk);
		schedule.together(() -> sendAll(server, 1), () -> {
			io.triotp.server.Sys<Integer> sys = io.triotp.server.Sys.of(server);
			sys.suspend();
			sendAll(server, 3);
			sys.resume();
		}, () -> sendAll(server, 2));
		schedule.settle();
		assertThat(desk.handled()).hasSize(3 * EACH);
		for (int sender = 1; sender <= 3; sender++) {
			assertOrder(desk.handled(), sender);
		}
	}

}
