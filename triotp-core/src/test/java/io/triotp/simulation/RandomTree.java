package io.triotp.simulation;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.Strategy;
import io.triotp.supervisor.SupervisorSpec;

/**
 * A tree of a form that chance decides, whose permanent children never give up.
 */
final class RandomTree {

	private static final int DEPTH = 3;

	private final RandomGenerator random;

	private final Ledger ledger;

	private int servers;

	RandomTree(RandomGenerator random, Ledger ledger) {
		this.random = random;
		this.ledger = ledger;
	}

	/**
	 * {@return its root} The servers are called {@code s0}, {@code s1} and so on.
	 */
	SupervisorSpec grow() {
		return supervisor(DEPTH);
	}

	/**
	 * {@return how many servers it has}
	 */
	int servers() {
		return this.servers;
	}

	private SupervisorSpec supervisor(int depth) {
		ChildSpec[] children = new ChildSpec[1 + this.random.nextInt(3)];
		for (int i = 0; i < children.length; i++) {
			children[i] = (depth > 1 && this.random.nextInt(3) == 0)
					? ChildSpec.supervisor("v" + depth + i, supervisor(depth - 1)) : server();
		}
		Strategy strategy = Strategy.values()[this.random.nextInt(Strategy.values().length)];
		return SupervisorSpec.of(strategy, children).intensity(new RestartIntensity(100_000, Duration.ofSeconds(1)));
	}

	private ChildSpec server() {
		String name = "s" + this.servers++;
		Shutdown[] shutdowns = { Shutdown.within(Duration.ofSeconds(1)), Shutdown.brutalKill(),
				Shutdown.within(Duration.ofMillis(1)) };
		return ChildSpec.server(name, () -> new Accountant(name, this.ledger, this.random, this.servers))
			.name(name)
			.restart(Restart.PERMANENT)
			.shutdown(shutdowns[this.random.nextInt(shutdowns.length)]);
	}

}
