package io.triotp.interleaving.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.MonitorRef;
import io.triotp.process.NameTakenException;
import io.triotp.process.NoSuchNameException;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.ProcessBody;
import io.triotp.process.Self;
import io.triotp.process.SystemMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real processes that do what a random program says.
 */
final class Troupe {

	private final Node node;

	private final List<Pid> pids = new ArrayList<>();

	private final List<MonitorRef> monitors = new ArrayList<>();

	/** What each has received, by sender. */
	private final List<Map<String, List<String>>> got = new ArrayList<>();

	private record Do(Deed deed) {
	}

	private record Number(int from, int number) {
	}

	private record Rung(int number) {
	}

	Troupe(Node node) {
		this.node = node;
		this.pids.add(node.spawn(member()));
	}

	private ProcessBody member() {
		int number = this.got.size();
		Map<String, List<String>> received = new TreeMap<>();
		this.got.add(received);
		return (self) -> {
			while (true) {
				switch (self.receive()) {
					case Do(Deed deed) -> act(number, self, deed);
					case Number(int from, int sent) -> gets(received, "p" + from, "" + sent);
					case Rung(int rung) -> gets(received, "timer", "" + rung);
					case SystemMessage.Exit(Pid from, ExitReason reason) ->
						gets(received, "exit", this.pids.indexOf(from) + " " + reason);
					case SystemMessage.Down(MonitorRef ref, Pid pid, ExitReason reason) ->
						gets(received, "down", this.monitors.indexOf(ref) + " " + reason);
					case Object other -> throw new AssertionError("what is " + other);
				}
			}
		};
	}

	private static void gets(Map<String, List<String>> received, String from, String what) {
		received.computeIfAbsent(from, (same) -> new ArrayList<>()).add(what);
	}

	/** One that lives does something. */
	void does(int number, Deed deed) {
		this.node.send(this.pids.get(number), new Do(deed));
	}

	private void act(int number, PlainProcess self, Deed deed) {
		switch (deed) {
			case Deed.Spawn spawn -> {
				ProcessBody member = member();
				this.pids.add(spawn.linked() ? self.spawnLink(member) : this.node.spawn(member));
			}
			case Deed.Send send -> self.send(this.pids.get(send.to()), new Number(number, send.number()));
			case Deed.Link link -> link(self, this.pids.get(link.to()));
			case Deed.Unlink unlink -> self.unlink(this.pids.get(unlink.from()));
			case Deed.Watch watch -> this.monitors.add(self.monitor(this.pids.get(watch.other())));
			case Deed.Unwatch unwatch -> {
				MonitorRef ref = this.monitors.get(unwatch.monitor());
				if (unwatch.flush()) {
					self.demonitorAndFlush(ref);
				}
				else {
					self.demonitor(ref);
				}
			}
			case Deed.Trap trap -> self.trapExits(trap.traps());
			case Deed.Signal signal -> {
				Pid to = this.pids.get(signal.to());
				if (signal.why() == Deed.Why.KILL) {
					this.node.kill(to);
				}
				else {
					this.node.exit(to, reason(signal.why()));
				}
			}
			case Deed.End end -> end(self, end.why());
			case Deed.Take take -> take(self, take.name());
			case Deed.GiveBack back -> {
				if (self.names().contains(back.name())) {
					giveBack(back.name());
				}
			}
			case Deed.Later later ->
				self.sendAfter(java.time.Duration.ofSeconds(later.seconds()), new Rung(later.number()));
			case Deed.Pass() -> throw new AssertionError("time passes by itself");
		}
	}

	/** To one that has ended it is an error, unless exits are trapped. */
	private static void link(Self self, Pid to) {
		try {
			self.link(to);
		}
		catch (IllegalStateException ex) {
			assertThat(ex).hasMessageContaining("noproc");
		}
	}

	private static void take(Self self, String name) {
		try {
			self.register(name);
		}
		catch (NameTakenException ex) {
			// Somebody has it, maybe itself.
		}
	}

	private void giveBack(String name) {
		try {
			this.node.unregister(name);
		}
		catch (NoSuchNameException ex) {
			throw new AssertionError(ex);
		}
	}

	private void end(PlainProcess self, Deed.Why why) {
		if (why == Deed.Why.KILL) {
			this.node.kill(self.pid());
		}
		throw self.exit(reason(why));
	}

	private static ExitReason reason(Deed.Why why) {
		return switch (why) {
			case NORMAL -> ExitReason.normal();
			case SHUTDOWN -> ExitReason.shutdown();
			case BOOM -> ExitReason.failure("boom");
			case KILL -> ExitReason.killed();
		};
	}

	/** All that can be seen of each is as on paper. */
	void compare(Model model) {
		long alive = 0;
		for (Model.Process paper : model.processes()) {
			Pid pid = this.pids.get(paper.number);
			assertThat(pid.isAlive()).as("p%s lives", paper.number).isEqualTo(paper.isAlive());
			if (!paper.isAlive()) {
				assertThat(this.node.exitReason(pid).orElseThrow()).as("reason of p%s", paper.number)
					.hasToString(paper.reason);
				continue;
			}
			alive++;
			assertThat(this.node.view().links(pid).stream().map(this.pids::indexOf)).as("links of p%s", paper.number)
				.containsExactlyInAnyOrderElementsOf(paper.links);
			assertThat(this.node.view().info(pid).orElseThrow().names().stream().sorted().toList())
				.as("names of p%s", paper.number)
				.isEqualTo(model.namesOf(paper));
			assertThat(sorted(this.got.get(paper.number))).as("got by p%s", paper.number).isEqualTo(sorted(paper.got));
		}
		assertThat(this.node.view().processCount()).isEqualTo(alive);
	}

	/** Signals of different senders come in any order. */
	private static Map<String, List<String>> sorted(Map<String, List<String>> received) {
		Map<String, List<String>> sorted = new TreeMap<>();
		received.forEach((from, all) -> {
			List<String> copy = new ArrayList<>(all);
			if (!from.startsWith("p")) {
				Collections.sort(copy);
			}
			sorted.put(from, copy);
		});
		return sorted;
	}

}
