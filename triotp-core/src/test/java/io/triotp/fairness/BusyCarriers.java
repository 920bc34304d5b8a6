package io.triotp.fairness;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.SpawnOptions;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;

/**
 * A JVM in which something keeps all carriers busy for ever. Prints one word for each
 * thing that others got nevertheless. The arguments: what keeps them busy, how many of
 * it.
 */
final class BusyCarriers {

	/** So long that only a failure lets it run out. */
	private static final Duration PATIENCE = Duration.ofSeconds(20);

	/** Longer than what counts as slow. */
	private static final long SLOW_NANOS = 50_000;

	/** Open when they are in full swing. */
	private static final CountDownLatch swing = new CountDownLatch(1_000);

	private BusyCarriers() {
	}

	public static void main(String[] args) throws Exception {
		Node node = Node.start(NodeOptions.defaults().highWaterMark(0).spareCarriers(0));
		int count = Integer.parseInt(args[1]);
		ChildSpec[] children = new ChildSpec[2 * count + 2];
		children[0] = ChildSpec.server("quiet", Quiet::new).name("quiet");
		children[1] = ChildSpec.server("clock", Ticking::new).name("clock");
		for (int i = 0; i < 2 * count; i++) {
			children[2 + i] = ChildSpec.server("busy" + i, Busy::new).name("busy" + i);
		}
		node.start(ApplicationSpec.of("shop", SupervisorSpec.oneForOne(children)));
		for (int i = 0; i < count; i++) {
			keepBusy(node, args[0], node.server("busy" + 2 * i), node.server("busy" + (2 * i + 1)));
		}
		swing.await();
		node.<Quiet>server("quiet").call(Question.QUESTION, PATIENCE);
		System.out.println("answered");
		node.<Ticking>server("clock").cast(Begin.BEGIN);
		if (Ticking.ticks.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			System.out.println("ticked");
		}
		Thread stop = Thread.ofPlatform().daemon().start(() -> node.stop("shop"));
		if (stop.join(PATIENCE)) {
			System.out.println("stopped");
		}
		Runtime.getRuntime().halt(0);
	}

	private static void keepBusy(Node node, String kind, ServerRef<Busy> one, ServerRef<Busy> other) {
		switch (kind) {
			case "flooded-servers" -> one.cast(new Work(one, 0));
			case "flooded-slow-servers" -> one.cast(new Work(one, SLOW_NANOS));
			case "servers-that-cast-to-each-other" -> one.cast(new Work(other, 0));
			case "slow-servers-that-cast-to-each-other" -> one.cast(new Work(other, SLOW_NANOS));
			case "callers" -> Thread.ofVirtual().start(() -> callForEver(one, 0));
			case "callers-of-slow-servers" -> Thread.ofVirtual().start(() -> callForEver(one, SLOW_NANOS));
			case "plain-processes" -> node.spawn(SpawnOptions.defaults(), (self) -> passOn(self, self.pid()));
			case "plain-processes-that-send-to-each-other" -> node.spawn(SpawnOptions.defaults(), (self) -> {
				Pid me = self.pid();
				passOn(self, self.spawnLink((friend) -> passOn(friend, me)));
			});
			default -> throw new IllegalArgumentException(kind);
		}
	}

	private static void passOn(PlainProcess self, Pid to) throws InterruptedException {
		self.send(to, "again");
		while (true) {
			self.send(to, self.receive());
			swing.countDown();
		}
	}

	private static void callForEver(ServerRef<Busy> server, long nanos) {
		try {
			while (true) {
				server.call(new Please(nanos), PATIENCE);
			}
		}
		catch (CallException.ServerExited | CallException.NoServer ex) {
			// Stopped.
		}
	}

	private static void work(long nanos) {
		swing.countDown();
		long end = System.nanoTime() + nanos;
		while (System.nanoTime() - end < 0) {
			Thread.onSpinWait();
		}
	}

	private enum Question implements Call<Quiet, String> {

		QUESTION

	}

	private static final class Quiet implements GenServer<String, Question, Cast<Quiet>> {

		@Override
		public String init() {
			return "";
		}

		@Override
		public CallResult<String> handleCall(Question question, From from, String state) {
			return reply(question, "answer", state);
		}

	}

	private enum Begin implements Cast<Ticking> {

		BEGIN

	}

	private static final class Ticking implements GenServer<String, Call<Ticking, ?>, Begin> {

		static final CountDownLatch ticks = new CountDownLatch(3);

		@Override
		public String init() {
			return "";
		}

		@Override
		public Next<String> handleCast(Begin begin, String state) {
			self().sendEvery(Duration.ofMillis(5), "tick");
			return next(state);
		}

		@Override
		public Next<String> handleInfo(Object tick, String state) {
			ticks.countDown();
			return next(state);
		}

	}

	/** A call. */
	private record Please(long nanos) implements Call<Busy, String> {
	}

	/** A cast that never ends: handled by one, then by the other. */
	private record Work(ServerRef<Busy> next, long nanos) implements Cast<Busy> {
	}

	private static final class Busy implements GenServer<String, Please, Work> {

		@Override
		public String init() {
			return "";
		}

		@Override
		public CallResult<String> handleCall(Please please, From from, String state) {
			work(please.nanos());
			return reply(please, "done", state);
		}

		@Override
		public Next<String> handleCast(Work work, String state) {
			work(work.nanos());
			ServerRef<Busy> me = ServerRef.of(self().processes(), self().pid());
			work.next().cast(new Work(me, work.nanos()));
			return next(state);
		}

	}

}
