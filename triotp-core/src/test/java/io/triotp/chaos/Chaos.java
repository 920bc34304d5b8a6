package io.triotp.chaos;

import java.time.Duration;
import java.util.SplittableRandom;

import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.Strategy;
import io.triotp.supervisor.SupervisorSpec;

/**
 * A tree of a form that chance decides, and the chance itself.
 */
final class Chaos {

	private static final int DEPTH = 4;

	private static final RestartIntensity ANY = new RestartIntensity(1_000_000, Duration.ofSeconds(1));

	private final SplittableRandom random;

	private final Ledger ledger;

	private int servers;

	private int supervisors;

	private volatile boolean on;

	Chaos(long seed, Ledger ledger) {
		this.random = new SplittableRandom(seed);
		this.ledger = ledger;
	}

	boolean isOn() {
		return this.on;
	}

	void begin() {
		this.on = true;
	}

	void end() {
		this.on = false;
	}

	int servers() {
		return this.servers;
	}

	int supervisors() {
		return this.supervisors;
	}

	static String name(int server) {
		return "s" + server;
	}

	static String supervisorName(int supervisor) {
		return "v" + supervisor;
	}

	Mischief mischief(SplittableRandom random) {
		return Mischief.values()[random.nextInt(Mischief.values().length)];
	}

	/**
	 * {@return its root}
	 */
	SupervisorSpec tree() {
		return supervisor(DEPTH);
	}

	private SupervisorSpec supervisor(int depth) {
		ChildSpec[] children = new ChildSpec[2 + this.random.nextInt(4)];
		for (int i = 0; i < children.length; i++) {
			if (depth > 1 && this.random.nextInt(2) == 0) {
				String name = supervisorName(this.supervisors++);
				children[i] = ChildSpec.supervisor(name, supervisor(depth - 1)).name(name);
			}
			else {
				children[i] = server();
			}
		}
		// Near the root most are restarted alone, or hardly anybody would ever run.
		Strategy strategy = (this.random.nextInt(DEPTH) < depth) ? Strategy.ONE_FOR_ONE
				: Strategy.values()[this.random.nextInt(Strategy.values().length)];
		return SupervisorSpec.of(strategy, children).intensity(ANY);
	}

	private ChildSpec server() {
		String name = name(this.servers++);
		Shutdown[] shutdowns = { Shutdown.within(Duration.ofSeconds(1)), Shutdown.brutalKill(),
				Shutdown.within(Duration.ofMillis(5)) };
		return ChildSpec.server(name, () -> new Teller(this.ledger, this))
			.name(name)
			.restart(Restart.PERMANENT)
			.shutdown(shutdowns[this.random.nextInt(shutdowns.length)]);
	}

}
