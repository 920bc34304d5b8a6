package io.triotp.interleaving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.MonitorRef;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.SystemMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Links and monitors, while those at their other end are on their way out.
 */
class BondInterleavingTests {

	private static final ExitReason BOOM = ExitReason.failure("boom");

	private static final String GO = "go";

	private static Pid waiting(Node node) {
		return node.spawn((self) -> self.receive());
	}

	/** Empties the mailbox of a process. */
	private static List<Object> drained(PlainProcess self) throws InterruptedException {
		List<Object> all = new ArrayList<>();
		for (Optional<Object> next = self.receive(Duration.ZERO); next
			.isPresent(); next = self.receive(Duration.ZERO)) {
			all.add(next.get());
		}
		return all;
	}

	@Interleaved(windows = { "before the exit", "after the exit" })
	void no_exit_comes_by_a_link_once_it_is_removed(Schedule schedule) { // F24
		Node node = schedule.node();
		Pid other = waiting(node);
		List<Object> late = new ArrayList<>();
		List<Object> early = new ArrayList<>();
		Pid one = node.spawn((self) -> {
			self.trapExits(true);
			self.link(other);
			self.receiveMatching(GO::equals);
			self.unlink(other);
			early.addAll(drained(self));
			self.receiveMatching(GO::equals);
			late.addAll(drained(self));
		});
		schedule.settle();
		schedule.together(() -> node.send(one, GO), () -> node.exit(other, BOOM));
		schedule.settle();
		node.send(one, GO);
		schedule.settle();
		assertThat(late).isEmpty();
		assertThat(early).hasSizeLessThan(2);
		schedule.met(early.isEmpty() ? "before the exit" : "after the exit");
	}

	@Interleaved(windows = { "goes on", "ends with the other" })
	void who_does_not_trap_goes_on_once_a_link_is_removed(Schedule schedule) { // F24
		Node node = schedule.node();
		Pid other = waiting(node);
		boolean[] removed = new boolean[1];
		Pid one = node.spawn((self) -> {
			self.link(other);
			self.receive();
			self.unlink(other);
			// Unless it was asked to end before: it goes on to its next receive then.
			removed[0] = !node.host().isEnding(self.pid());
			self.receive();
		});
		schedule.settle();
		schedule.together(() -> node.send(one, GO), () -> node.exit(other, BOOM));
		schedule.settle();
		assertThat(one.isAlive()).isEqualTo(removed[0]);
		schedule.met(removed[0] ? "goes on" : "ends with the other");
	}

	@Interleaved(windows = { "noproc", "boom" })
	void a_link_made_while_the_other_ends_brings_one_exit(Schedule schedule) {
		Node node = schedule.node();
		Pid other = waiting(node);
		List<Object> got = new ArrayList<>();
		Pid one = node.spawn((self) -> {
			self.trapExits(true);
			self.receiveMatching(GO::equals);
			self.link(other);
			self.receiveMatching(GO::equals);
			got.addAll(drained(self));
		});
		schedule.settle();
		schedule.together(() -> node.send(one, GO), () -> node.exit(other, BOOM));
		schedule.settle();
		assertThat(node.view().links(one)).isEmpty();
		node.send(one, GO);
		schedule.settle();
		assertThat(got).hasSize(1);
		SystemMessage.Exit exit = (SystemMessage.Exit) got.getFirst();
		assertThat(exit.from()).isEqualTo(other);
		assertThat(exit.reason()).isIn(BOOM, ExitReason.noProcess());
		schedule.met(exit.reason().equals(BOOM) ? "boom" : "noproc");
	}

	@Interleaved
	void links_made_and_removed_from_both_ends_are_there_for_both_or_for_none(Schedule schedule) { // I-6
		Node node = schedule.node();
		Pid[] both = new Pid[2];
		for (int i = 0; i < 2; i++) {
			int other = 1 - i;
			boolean links = schedule.random(2) == 0;
			both[i] = node.spawn((self) -> {
				self.trapExits(true);
				self.receive();
				if (links) {
					self.link(both[other]);
				}
				else {
					self.link(both[other]);
					self.unlink(both[other]);
				}
				self.receive();
			});
		}
		schedule.settle();
		schedule.together(() -> node.send(both[0], GO), () -> node.send(both[1], GO));
		schedule.settle();
		assertThat(node.view().links(both[0]).contains(both[1]))
			.isEqualTo(node.view().links(both[1]).contains(both[0]));
	}

	@Interleaved(windows = { "two ends", "one end" })
	void a_chain_that_is_struck_at_both_ends_ends_and_each_is_told_once(Schedule schedule) { // F22
		Node node = schedule.node();
		List<Object> told = new ArrayList<>();
		Pid first = waiting(node);
		Pid last = waiting(node);
		Pid middle = node.spawn((self) -> {
			self.trapExits(true);
			self.link(first);
			self.link(last);
			self.receiveMatching(GO::equals);
			told.addAll(drained(self));
		});
		schedule.settle();
		schedule.together(() -> node.exit(first, BOOM), () -> node.kill(last),
				() -> node.exit(first, ExitReason.shutdown()));
		schedule.settle();
		node.send(middle, GO);
		schedule.settle();
		assertThat(told).hasSize(2)
			.extracting((exit) -> ((SystemMessage.Exit) exit).from())
			.containsExactlyInAnyOrder(first, last);
		assertThat(node.exitReason(last)).contains(ExitReason.killed());
		assertThat(node.exitReason(first).orElseThrow()).isIn(BOOM, ExitReason.shutdown());
		schedule.met((node.exitReason(first).orElseThrow() == BOOM) ? "one end" : "two ends");
	}

	@Interleaved(windows = { "noproc", "boom" })
	void a_monitor_made_while_the_other_ends_brings_one_down(Schedule schedule) { // I-5
		Node node = schedule.node();
		Pid other = waiting(node);
		List<Object> got = new ArrayList<>();
		Pid one = node.spawn((self) -> {
			self.receiveMatching(GO::equals);
			MonitorRef ref = self.monitor(other);
			self.receiveMatching(GO::equals);
			got.addAll(drained(self));
			assertThat(got).allMatch((down) -> ((SystemMessage.Down) down).ref() == ref);
		});
		schedule.settle();
		schedule.together(() -> node.send(one, GO), () -> node.exit(other, BOOM));
		schedule.settle();
		node.send(one, GO);
		schedule.settle();
		assertThat(got).hasSize(1);
		assertThat(node.exitReason(one)).contains(ExitReason.normal());
		ExitReason reason = ((SystemMessage.Down) got.getFirst()).reason();
		assertThat(reason).isIn(BOOM, ExitReason.noProcess());
		schedule.met(reason.equals(BOOM) ? "boom" : "noproc");
	}

	@Interleaved(windows = { "before the end", "after the end" })
	void a_monitor_that_is_flushed_never_brings_a_down(Schedule schedule) { // F26
		Node node = schedule.node();
		Pid other = waiting(node);
		List<Object> got = new ArrayList<>();
		Pid one = node.spawn((self) -> {
			MonitorRef ref = self.monitor(other);
			self.receiveMatching(GO::equals);
			schedule.met(other.isAlive() ? "before the end" : "after the end");
			self.demonitorAndFlush(ref);
			got.addAll(drained(self));
			self.receiveMatching(GO::equals);
			got.addAll(drained(self));
		});
		schedule.settle();
		schedule.together(() -> node.send(one, GO), () -> node.exit(other, BOOM));
		schedule.settle();
		node.send(one, GO);
		schedule.settle();
		assertThat(got).isEmpty();
		assertThat(node.exitReason(one)).contains(ExitReason.normal());
	}

	@Interleaved
	void what_was_sent_before_an_end_is_seen_before_the_down_and_the_exit(Schedule schedule) { // F27
		Node node = schedule.node();
		List<Object> got = new ArrayList<>();
		Pid one = node.spawn((self) -> {
			self.trapExits(true);
			MonitorRef ref = self.spawnMonitor((child) -> {
				child.link(self.pid());
				child.send(self.pid(), 1);
				child.send(self.pid(), 2);
				child.send(self.pid(), 3);
				throw child.exit(BOOM);
			});
			for (int i = 0; i < 5; i++) {
				got.add(self.receive());
			}
			assertThat(ref.target().isAlive()).isFalse();
		});
		schedule.settle();
		assertThat(node.exitReason(one)).contains(ExitReason.normal());
		assertThat(got.subList(0, 3)).containsExactly(1, 2, 3);
		assertThat(got.subList(3, 5)).hasAtLeastOneElementOfType(SystemMessage.Down.class)
			.hasAtLeastOneElementOfType(SystemMessage.Exit.class);
	}

	@Interleaved
	void all_who_watch_are_told_the_same_reason_once(Schedule schedule) { // I-4
		Node node = schedule.node();
		Pid other = waiting(node);
		List<ExitReason> told = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			node.spawn((self) -> {
				self.monitor(other);
				told.add(((SystemMessage.Down) self.receive()).reason());
			});
		}
		schedule.settle();
		schedule.together(() -> node.exit(other, BOOM), () -> node.kill(other),
				() -> node.exit(other, ExitReason.shutdown()));
		schedule.settle();
		ExitReason reason = node.exitReason(other).orElseThrow();
		assertThat(told).hasSize(3).containsOnly(reason);
	}

}
