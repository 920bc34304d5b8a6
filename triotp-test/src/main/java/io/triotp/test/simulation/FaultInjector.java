package io.triotp.test.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.supervisor.Supervisor;
import io.triotp.test.Faults;

/**
 * Decides by lot when what goes wrong, and does it. Draws its lots whether it may still
 * do something or not: so with fewer faults the rest of the world goes on as before for
 * as long as possible.
 */
final class FaultInjector {

	/** How likely a kill is at each step, until all are done. */
	private static final double KILL = 0.01;

	private final SplittableRandom random;

	private final int most;

	private final List<Fault> faults = new ArrayList<>();

	/** Per fault: how many times it was done. */
	private final List<Integer> done = new ArrayList<>();

	private int total;

	FaultInjector(SplittableRandom random, int most) {
		this.random = random;
		this.most = most;
	}

	void add(Fault fault) {
		this.faults.add(fault);
		this.done.add(0);
	}

	/**
	 * {@return how many faults there were}
	 */
	int total() {
		return this.total;
	}

	/** Something may go wrong now. */
	void strike(Node node) {
		for (int i = 0; i < this.faults.size(); i++) {
			switch (this.faults.get(i)) {
				case Fault.Crash(double probability) -> {
					if (draw(probability) && crashOne(node)) {
						count(i);
					}
				}
				case Fault.Kill(String path, int times) -> {
					if (draw(KILL) && this.done.get(i) < times && kill(node, path)) {
						count(i);
					}
				}
				case Fault.Slow slow -> {
				}
			}
		}
	}

	/**
	 * {@return for how many nanoseconds the thread that is about to go on is held up; 0
	 * if it is not}
	 */
	long delay() {
		for (int i = 0; i < this.faults.size(); i++) {
			if (this.faults.get(i) instanceof Fault.Slow slow && this.random.nextDouble() < slow.probability()) {
				long delay = 1 + this.random.nextLong(slow.longest().toNanos());
				if (this.total < this.most) {
					count(i);
					return delay;
				}
			}
		}
		return 0;
	}

	private boolean draw(double probability) {
		return this.random.nextDouble() < probability && this.total < this.most;
	}

	private void count(int fault) {
		this.done.set(fault, this.done.get(fault) + 1);
		this.total++;
	}

	private boolean crashOne(Node node) {
		List<ProcessInfo> servers = node.view().processes().filter((each) -> !Supervisor.isSupervisor(each)).toList();
		if (servers.isEmpty()) {
			return false;
		}
		Pid victim = servers.get(this.random.nextInt(servers.size())).pid();
		Faults.crash(node, victim, new InjectedCrash(this.total + 1));
		return true;
	}

	private static boolean kill(Node node, String path) {
		Optional<Pid> victim = node.view()
			.processes()
			.filter((each) -> each.path().equals(path))
			.map(ProcessInfo::pid)
			.findFirst();
		victim.ifPresent(node::kill);
		return victim.isPresent();
	}

}
