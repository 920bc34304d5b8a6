package io.triotp.interleaving.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What processes, links, monitors, names and timers do by OTP's rules, on paper: no
 * threads, no locks, one deed after the other.
 */
final class Model {

	private final List<Process> processes = new ArrayList<>();

	private final Map<String, Process> names = new HashMap<>();

	private final List<Monitor> monitors = new ArrayList<>();

	private final List<Alarm> alarms = new ArrayList<>();

	private int now;

	/** One process, as anybody may see it. */
	static final class Process {

		final int number;

		final Set<Integer> links = new HashSet<>();

		/** What it has received, in the order of each sender. */
		final Map<String, List<String>> got = new TreeMap<>();

		boolean traps;

		String reason = "";

		Process(int number) {
			this.number = number;
		}

		boolean isAlive() {
			return this.reason.isEmpty();
		}

		private void gets(String from, String what) {
			if (isAlive()) {
				this.got.computeIfAbsent(from, (same) -> new ArrayList<>()).add(what);
			}
		}

	}

	private static final class Monitor {

		private final Process owner;

		private final Process target;

		private boolean over;

		Monitor(Process owner, Process target) {
			this.owner = owner;
			this.target = target;
		}

	}

	private record Alarm(Process owner, int at, int number) {
	}

	private record Death(Process who, String reason) {
	}

	/** The first process is there from the beginning. */
	Model() {
		this.processes.add(new Process(0));
	}

	List<Process> processes() {
		return this.processes;
	}

	int monitors() {
		return this.monitors.size();
	}

	boolean ownsMonitor(int who, int monitor) {
		return this.monitors.get(monitor).owner.number == who;
	}

	List<String> namesOf(Process process) {
		return this.names.entrySet()
			.stream()
			.filter((each) -> each.getValue() == process)
			.map(Map.Entry::getKey)
			.sorted()
			.toList();
	}

	/** One that lives does something. */
	void does(int number, Deed deed) {
		Process self = this.processes.get(number);
		switch (deed) {
			case Deed.Spawn spawn -> {
				Process child = new Process(this.processes.size());
				this.processes.add(child);
				if (spawn.linked()) {
					bind(self, child);
				}
			}
			case Deed.Send send -> this.processes.get(send.to()).gets("p" + number, "" + send.number());
			case Deed.Link link -> link(self, this.processes.get(link.to()));
			case Deed.Unlink unlink -> {
				self.links.remove(unlink.from());
				this.processes.get(unlink.from()).links.remove(number);
			}
			case Deed.Watch watch -> watch(self, this.processes.get(watch.other()));
			case Deed.Unwatch unwatch -> unwatch(unwatch.monitor(), unwatch.flush());
			case Deed.Trap trap -> self.traps = trap.traps();
			case Deed.Signal signal -> signal(self, this.processes.get(signal.to()), signal.why());
			case Deed.End end -> die(self, reason(end.why()));
			case Deed.Take take -> this.names.putIfAbsent(take.name(), self);
			case Deed.GiveBack back -> this.names.remove(back.name(), self);
			case Deed.Later later -> this.alarms.add(new Alarm(self, this.now + later.seconds(), later.number()));
			case Deed.Pass() -> pass();
		}
	}

	private void link(Process self, Process other) {
		if (self == other) {
			return;
		}
		if (other.isAlive()) {
			bind(self, other);
		}
		else if (self.traps) {
			self.gets("exit", other.number + " noproc");
		}
	}

	private static void bind(Process one, Process other) {
		one.links.add(other.number);
		other.links.add(one.number);
	}

	private void watch(Process self, Process other) {
		Monitor monitor = new Monitor(self, other);
		this.monitors.add(monitor);
		if (!other.isAlive()) {
			monitor.over = true;
			self.gets("down", (this.monitors.size() - 1) + " noproc");
		}
	}

	/** What was received before was read by then. */
	private void unwatch(int number, boolean flush) {
		this.monitors.get(number).over = true;
	}

	private void signal(Process self, Process other, Deed.Why why) {
		if (!other.isAlive()) {
			return;
		}
		if (why == Deed.Why.KILL) {
			die(other, reason(why));
		}
		else if (other.traps) {
			other.gets("exit", self.number + " " + reason(why));
		}
		else if (why != Deed.Why.NORMAL || self == other) {
			die(other, reason(why));
		}
	}

	/** It ends, and with it whoever is linked and does not trap. */
	private void die(Process first, String why) {
		Deque<Death> deaths = new ArrayDeque<>();
		deaths.add(new Death(first, why));
		while (!deaths.isEmpty()) {
			Death death = deaths.remove();
			Process dead = death.who();
			if (!dead.isAlive()) {
				continue;
			}
			dead.reason = death.reason();
			this.names.values().removeIf((each) -> each == dead);
			this.alarms.removeIf((each) -> each.owner() == dead);
			for (int i = 0; i < this.monitors.size(); i++) {
				Monitor monitor = this.monitors.get(i);
				if (monitor.target == dead && !monitor.over) {
					monitor.over = true;
					monitor.owner.gets("down", i + " " + death.reason());
				}
			}
			for (int linked : dead.links) {
				Process other = this.processes.get(linked);
				other.links.remove(dead.number);
				if (other.traps) {
					other.gets("exit", dead.number + " " + death.reason());
				}
				else if (!death.reason().equals("normal")) {
					deaths.add(new Death(other, death.reason()));
				}
			}
			dead.links.clear();
		}
	}

	private void pass() {
		this.now++;
		for (Alarm each : List.copyOf(this.alarms)) {
			if (each.at() <= this.now) {
				this.alarms.remove(each);
				each.owner().gets("timer", "" + each.number());
			}
		}
	}

	static String reason(Deed.Why why) {
		return switch (why) {
			case NORMAL -> "normal";
			case SHUTDOWN -> "shutdown";
			case BOOM -> "failure: boom";
			case KILL -> "killed";
		};
	}

}
