package io.triotp.chaos;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.NoSuchNameException;
import io.triotp.process.Pid;
import io.triotp.server.CallException;
import io.triotp.server.PendingReply;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.Supervisor;

/**
 * One of those who send, call, kill and ask supervisors, until it is enough.
 */
final class Client implements Runnable {

	private static final Duration[] TIMEOUTS = { Duration.ZERO, Duration.ofNanos(50_000), Duration.ofMillis(1),
			Duration.ofSeconds(5) };

	private final Node node;

	private final Chaos chaos;

	private final Ledger ledger;

	private final SplittableRandom random;

	private final BooleanSupplier enough;

	Client(Node node, Chaos chaos, Ledger ledger, SplittableRandom random, BooleanSupplier enough) {
		this.node = node;
		this.chaos = chaos;
		this.ledger = ledger;
		this.random = random;
		this.enough = enough;
	}

	@Override
	public void run() {
		while (!this.enough.getAsBoolean()) {
			String name = Chaos.name(this.random.nextInt(this.chaos.servers()));
			Optional<Pid> pid = this.node.whereis(name);
			if (pid.isEmpty()) {
				// While it is restarted others have the processor.
				Thread.yield();
				continue;
			}
			int number = this.ledger.next();
			if (number < 0) {
				return;
			}
			act(number, name, pid.get());
		}
	}

	private void act(int number, String name, Pid pid) {
		switch (this.random.nextInt(64)) {
			case 0 -> signal(name);
			case 1 -> killSupervisor();
			case 2, 3 -> askSupervisor();
			case 4, 5, 6, 7, 8, 9, 10, 11 -> call(number, name, TIMEOUTS[this.random.nextInt(TIMEOUTS.length)]);
			case 12, 13, 14, 15 -> request(number, name);
			default -> note(number, pid);
		}
	}

	private Teller.Fate fate(boolean isCall) {
		return switch (this.random.nextInt(8)) {
			case 0 -> isCall ? new Teller.Later() : new Teller.Well();
			case 1 -> (this.random.nextInt(4) == 0) ? new Teller.Asks(this.random.nextInt(this.chaos.servers()))
					: new Teller.Well();
			case 2, 3, 4 -> new Teller.Fails(this.chaos.mischief(this.random));
			case 5 -> (!isCall && this.random.nextInt(8) == 0) ? new Teller.Ends() : new Teller.Well();
			default -> new Teller.Well();
		};
	}

	/** To a process that has ended by now it is dropped and counted. */
	private void note(int number, Pid pid) {
		ServerRef.<Teller>of(this.node, pid).cast(new Teller.Note(number, fate(false)));
		this.ledger.accepted();
	}

	private void call(int number, String name, Duration timeout) {
		try {
			ServerRef.<Teller>named(this.node, name).call(new Teller.Entry(number, fate(true)), timeout);
			this.ledger.answered(number);
		}
		catch (CallException ex) {
			this.ledger.failed(number);
		}
	}

	private void request(int number, String name) {
		try {
			PendingReply<Integer> reply = ServerRef.<Teller>named(this.node, name)
				.sendRequest(new Teller.Entry(number, fate(true)));
			reply.await(Duration.ofSeconds(5));
			this.ledger.answered(number);
		}
		catch (CallException ex) {
			this.ledger.failed(number);
		}
	}

	private void signal(String name) {
		this.node.whereis(name).ifPresent((pid) -> {
			this.ledger.crashed();
			switch (this.random.nextInt(3)) {
				case 0 -> this.node.kill(pid);
				case 1 -> this.node.exit(pid, ExitReason.failure("mischief"));
				default -> this.node.exit(pid, ExitReason.shutdown());
			}
		});
	}

	private void killSupervisor() {
		if (this.chaos.supervisors() > 0 && this.random.nextInt(8) == 0) {
			String name = Chaos.supervisorName(this.random.nextInt(this.chaos.supervisors()));
			this.node.whereis(name).ifPresent((pid) -> {
				this.ledger.crashed();
				this.node.kill(pid);
			});
		}
	}

	private void askSupervisor() {
		if (this.chaos.supervisors() == 0) {
			return;
		}
		String name = Chaos.supervisorName(this.random.nextInt(this.chaos.supervisors()));
		Supervisor supervisor = Supervisor.named(this.node, name).within(Duration.ofSeconds(5));
		try {
			switch (this.random.nextInt(3)) {
				case 0 -> supervisor.children();
				case 1 -> supervisor.counts();
				default -> supervisor.children()
					.stream()
					.findFirst()
					.flatMap((child) -> child.pid())
					.ifPresent((pid) -> restart(supervisor, pid));
			}
		}
		catch (CallException | NoSuchNameException ex) {
			// It has just been killed.
		}
	}

	private static void restart(Supervisor supervisor, Pid pid) {
		try {
			supervisor.restartRunningChild(pid);
		}
		catch (RuntimeException ex) {
			// It has just ended by itself.
		}
	}

}
