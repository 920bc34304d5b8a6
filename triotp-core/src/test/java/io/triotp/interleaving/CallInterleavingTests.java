package io.triotp.interleaving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.triotp.node.Node;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.server.CallException;
import io.triotp.server.GenServer;
import io.triotp.server.PendingReply;
import io.triotp.server.ReplyTo;
import io.triotp.server.ServerRef;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls, while the other side answers late, ends or calls back: each has one outcome.
 */
class CallInterleavingTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static String outcome(ServerRef<Desk> server, Desk.Ask request) {
		try {
			return "reply " + server.call(request, SECOND);
		}
		catch (CallException ex) {
			return ex.getClass().getSimpleName();
		}
	}

	@Interleaved(windows = { "reply 1", "ServerExited", "NoServer" })
	void a_call_to_one_that_is_killed_is_answered_or_fails_and_never_waits(Schedule schedule) { // F34
		Node node = schedule.node();
		ServerRef<Desk> server = GenServer.start(node, new Desk());
		Pid pid = server.pid().orElseThrow();
		List<String> outcomes = new ArrayList<>();
		schedule.together(() -> outcomes.add(outcome(server, new Desk.Add(1))), () -> node.kill(pid));
		assertThat(outcomes).hasSize(1).first().asString().isIn("reply 1", "ServerExited", "NoServer");
		outcomes.forEach(schedule::met);
	}

	@Interleaved(windows = { "reply 1", "ServerExited", "NoServer" })
	void a_call_to_one_that_stops_is_answered_or_fails_and_never_waits(Schedule schedule) { // F34
		Node node = schedule.node();
		ServerRef<Desk> server = GenServer.start(node, new Desk());
		List<String> outcomes = new ArrayList<>();
		schedule.together(() -> outcomes.add(outcome(server, new Desk.Add(1))), () -> server.cast(new Desk.Stop()),
				() -> stop(server));
		assertThat(outcomes).hasSize(1).first().asString().isIn("reply 1", "ServerExited", "NoServer");
		outcomes.forEach(schedule::met);
	}

	private static String stop(ServerRef<Desk> server) {
		try {
			server.stop(ExitReason.normal(), SECOND);
			return "stopped";
		}
		catch (CallException.NoServer | CallException.ServerExited ex) {
			return "gone";
		}
	}

	@Interleaved(windows = { "reply 7", "TimedOut" })
	void a_reply_that_comes_at_the_deadline_counts_or_is_late(Schedule schedule) { // F31
		Node node = schedule.node();
		Desk desk = new Desk();
		ServerRef<Desk> server = GenServer.start(node, desk);
		List<Object> got = new ArrayList<>();
		List<String> outcomes = new ArrayList<>();
		boolean[] taken = new boolean[1];
		Pid caller = node.spawn((self) -> {
			outcomes.add(outcome(server, new Desk.Owe()));
			self.receiveMatching("go"::equals);
			self.receive(Duration.ZERO).ifPresent(got::add);
		});
		schedule.settle();
		schedule.together(() -> taken[0] = desk.owed().getFirst().reply(7), () -> schedule.passes(SECOND));
		schedule.settle();
		node.send(caller, "go");
		schedule.settle();
		assertThat(outcomes).containsExactly(taken[0] ? "reply 7" : "TimedOut");
		assertThat(got).isEmpty();
		assertThat(node.view().deadLetters(DeadLetterReason.LATE_REPLY)).isEqualTo(taken[0] ? 0 : 1);
		outcomes.forEach(schedule::met);
	}

	@Interleaved(windows = { "reply 1", "reply 2" })
	void of_two_replies_one_counts(Schedule schedule) { // F32
		Node node = schedule.node();
		Desk desk = new Desk();
		ServerRef<Desk> server = GenServer.start(node, desk);
		List<String> outcomes = new ArrayList<>();
		node.spawn((self) -> outcomes.add(outcome(server, new Desk.Owe())));
		schedule.settle();
		ReplyTo<Integer> to = desk.owed().getFirst();
		List<Boolean> taken = new ArrayList<>();
		schedule.together(() -> taken.add(to.reply(1)), () -> taken.add(to.reply(2)));
		schedule.settle();
		assertThat(taken).containsExactlyInAnyOrder(true, false);
		assertThat(outcomes).hasSize(1).first().asString().isIn("reply 1", "reply 2");
		outcomes.forEach(schedule::met);
	}

	@Interleaved(windows = { "reply 1", "ServerExited" })
	void a_reply_owed_by_one_that_ends_counts_or_the_call_fails(Schedule schedule) { // F32
																						// F34
		Node node = schedule.node();
		Desk desk = new Desk();
		ServerRef<Desk> server = GenServer.start(node, desk);
		Pid pid = server.pid().orElseThrow();
		List<String> outcomes = new ArrayList<>();
		node.spawn((self) -> outcomes.add(outcome(server, new Desk.Owe())));
		schedule.settle();
		boolean[] taken = new boolean[1];
		schedule.together(() -> taken[0] = desk.owed().getFirst().reply(1), () -> node.kill(pid));
		schedule.settle();
		assertThat(outcomes).containsExactly(taken[0] ? "reply 1" : "ServerExited");
		outcomes.forEach(schedule::met);
	}

	@Interleaved
	void who_is_killed_while_it_waits_for_a_reply_leaves_nothing(Schedule schedule) { // F33
		Node node = schedule.node();
		Desk desk = new Desk();
		ServerRef<Desk> server = GenServer.start(node, desk);
		Pid caller = node.spawn((self) -> server.call(new Desk.Owe()));
		schedule.together(() -> node.kill(caller), () -> server.cast(new Desk.Note(1)));
		schedule.settle();
		desk.owed().forEach((each) -> each.reply(1));
		assertThat(outcome(server, new Desk.Add(1))).startsWith("reply");
		assertThat(node.view().links(caller)).isEmpty();
		assertThat(node.view().processCount()).isEqualTo(1);
	}

	@Interleaved(windows = { "a circle", "none" })
	void of_two_that_call_each_other_one_is_told_of_the_circle(Schedule schedule) { // F36
																					// I-20
		Node node = schedule.node();
		ServerRef<Desk> one = GenServer.start(node, new Desk());
		ServerRef<Desk> two = GenServer.start(node, new Desk());
		List<String> outcomes = new ArrayList<>();
		schedule.together(() -> outcomes.add(outcome(one, new Desk.Pass(two))),
				() -> outcomes.add(outcome(two, new Desk.Pass(one))));
		assertThat(outcomes).hasSize(2).doesNotContain("TimedOut");
		schedule.met(outcomes.stream().allMatch((each) -> each.startsWith("reply")) ? "none" : "a circle");
	}

	@Interleaved
	void requests_sent_ahead_are_all_answered(Schedule schedule) {
		Node node = schedule.node();
		ServerRef<Desk> one = GenServer.start(node, new Desk());
		ServerRef<Desk> two = GenServer.start(node, new Desk());
		List<Integer> answers = new ArrayList<>();
		Schedule.Action client = () -> {
			PendingReply<Integer> first = one.sendRequest(new Desk.Add(1));
			PendingReply<Integer> second = two.sendRequest(new Desk.Add(1));
			answers.add(second.await(SECOND));
			answers.add(first.await(SECOND));
		};
		schedule.together(client, client);
		assertThat(answers).containsExactlyInAnyOrder(1, 1, 2, 2);
	}

	@Interleaved(windows = { "reply 1", "ServerExited", "NoServer" })
	void a_call_to_one_that_crashes_fails_with_the_crash_or_is_answered(Schedule schedule) { // F1
		Node node = schedule.node();
		ServerRef<Desk> server = GenServer.start(node, new Desk());
		List<String> outcomes = new ArrayList<>();
		schedule.together(() -> outcomes.add(outcome(server, new Desk.Add(1))), () -> outcome(server, new Desk.Fail()));
		assertThat(outcomes).hasSize(1).first().asString().isIn("reply 1", "ServerExited", "NoServer");
		outcomes.forEach(schedule::met);
	}

	@Interleaved(windows = { "stopped", "gone" })
	void two_that_stop_a_server_both_return(Schedule schedule) {
		Node node = schedule.node();
		ServerRef<Desk> server = GenServer.start(node, new Desk());
		List<String> outcomes = new ArrayList<>();
		schedule.together(() -> outcomes.add(stop(server)), () -> outcomes.add(stop(server)));
		assertThat(outcomes).hasSize(2).contains("stopped");
		assertThat(node.view().processCount()).isZero();
		outcomes.forEach(schedule::met);
	}

}
