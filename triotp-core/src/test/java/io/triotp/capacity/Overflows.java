package io.triotp.capacity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.Processes;
import io.triotp.process.SpawnOptions;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;

/**
 * Uses this library at every depth of a stack until it overflows, again and again, and
 * then asks all the innocent whether they still work.
 */
final class Overflows {

	private static final int OTHERS = 400;

	/** Frames between two uses: their depths shift from round to round. */
	private static final int APART = 5;

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final Processes node = LocalNode.create();

	private final List<ServerRef<Server>> servers = new ArrayList<>();

	private final List<Pid> plain = new ArrayList<>();

	private volatile CountDownLatch answered = new CountDownLatch(0);

	private int wrong;

	private Overflows() {
	}

	public static void main(String[] args) throws Exception {
		Overflows overflows = new Overflows();
		int rounds = Integer.parseInt(args[1]);
		for (int round = 0; round < rounds; round++) {
			switch (args[0]) {
				case "cast" -> overflows.cast();
				case "plain" -> overflows.plain();
				case "kill" -> overflows.kill();
				default -> throw new IllegalArgumentException(args[0]);
			}
		}
		System.out.println("wrong=" + overflows.wrong);
		Runtime.getRuntime().halt(0);
	}

	/** Runs on a thread like that of a handler. */
	private static void overflow(Use use) throws InterruptedException {
		CountDownLatch over = new CountDownLatch(1);
		Thread.ofVirtual().start(() -> {
			try {
				descend(use, 0);
			}
			catch (StackOverflowError ex) {
				over.countDown();
			}
		});
		over.await();
	}

	private static int descend(Use use, int level) {
		if (level % APART == 0) {
			use.at(level / APART);
		}
		return descend(use, level + 1) + 1;
	}

	private void cast() throws InterruptedException {
		while (this.servers.size() < OTHERS) {
			this.servers.add(GenServer.start(this.node, new Server()));
		}
		overflow((i) -> this.servers.get(i % OTHERS).cast(new Tick()));
		for (int i = 0; i < OTHERS; i++) {
			try {
				this.servers.get(i).call(new Ask(), PATIENCE);
			}
			catch (CallException ex) {
				fail(ex.getMessage());
				this.servers.set(i, GenServer.start(this.node, new Server()));
			}
		}
	}

	private void plain() throws InterruptedException {
		while (this.plain.size() < OTHERS) {
			this.plain.add(this.node.spawn(SpawnOptions.defaults(), this::answerPings));
		}
		overflow((i) -> this.node.send(this.plain.get(i % OTHERS), "tick"));
		this.answered = new CountDownLatch(OTHERS);
		this.plain.forEach((pid) -> this.node.send(pid, "ping"));
		if (!this.answered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			fail(this.answered.getCount() + " plain processes do not answer");
			this.plain.forEach(this.node::kill);
			this.plain.clear();
		}
	}

	private void answerPings(PlainProcess self) throws InterruptedException {
		while (true) {
			if (self.receive().equals("ping")) {
				this.answered.countDown();
			}
		}
	}

	/** Whoever is killed is gone for all who watch it, or was not killed. */
	private void kill() throws InterruptedException {
		List<ServerRef<Server>> victims = new ArrayList<>();
		AtomicInteger told = new AtomicInteger();
		CountDownLatch all = new CountDownLatch(OTHERS * 40);
		for (int i = 0; i < OTHERS * 40; i++) {
			ServerRef<Server> victim = GenServer.start(this.node, new Server(), ServerOptions.defaults());
			victims.add(victim);
			this.node.host().onExit(victim.pid().orElseThrow(), (pid, reason) -> {
				told.incrementAndGet();
				all.countDown();
			});
		}
		overflow((i) -> {
			if (i < victims.size()) {
				this.node.kill(victims.get(i).pid().orElseThrow());
			}
		});
		victims.forEach((victim) -> victim.pid().ifPresent((pid) -> this.node.exit(pid, ExitReason.shutdown())));
		if (!all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			fail(all.getCount() + " ends were not told");
		}
	}

	private void fail(String what) {
		this.wrong++;
		System.out.println(what);
	}

	private interface Use {

		void at(int i);

	}

	/** Answer. */
	private record Ask() implements Call<Server, Integer> {
	}

	/** Count. */
	private record Tick() implements Cast<Server> {
	}

	private static final class Server implements GenServer<Integer, Ask, Tick> {

		@Override
		public Integer init() {
			return 0;
		}

		@Override
		public CallResult<Integer> handleCall(Ask ask, From from, Integer state) {
			return reply(ask, state, state);
		}

		@Override
		public Next<Integer> handleCast(Tick tick, Integer state) {
			return next(state + 1);
		}

	}

}
