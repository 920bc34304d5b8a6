package io.triotp.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
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
 * What others still get while processes are busy all the time: how long calls of a
 * platform thread to a quiet server take, how late a timer is, how long a stop takes. The
 * arguments: {@code servers} that always have a next message, {@code pairs} of a virtual
 * thread that calls all the time and its server, or {@code bodies}, plain processes that
 * always have a next message; how many; microseconds a message takes; seconds to measure.
 * The carriers are set as usual, with {@code -Djdk.virtualThreadScheduler.parallelism=2
 * -Djdk.virtualThreadScheduler.maxPoolSize=2}.
 */
final class Fairness {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Duration PERIOD = Duration.ofMillis(100);

	private final String kind;

	private final int count;

	private final long workNanos;

	private final AtomicLong handled = new AtomicLong();

	private Fairness(String kind, int count, long workNanos) {
		this.kind = kind;
		this.count = count;
		this.workNanos = workNanos;
	}

	public static void main(String[] args) throws InterruptedException {
		Fairness busy = new Fairness(args[0], Integer.parseInt(args[1]), Long.parseLong(args[2]) * 1_000);
		busy.measure(Long.parseLong(args[3]) * 1_000_000_000);
		// Whoever is starved must not keep the figures from being printed.
		Runtime.getRuntime().halt(0);
	}

	private void measure(long nanos) throws InterruptedException {
		Node node = Node.start(NodeOptions.defaults().highWaterMark(0).spareCarriers(0));
		List<ChildSpec> children = new ArrayList<>();
		children.add(ChildSpec.server("quiet", Quiet::new).name("quiet"));
		children.add(ChildSpec.server("metronome", Metronome::new).name("metronome"));
		for (int i = 0; i < this.count; i++) {
			if (!this.kind.equals("bodies")) {
				children.add(ChildSpec.server("busy" + i, () -> new Busy(this)).name("busy" + i));
			}
		}
		node.start(ApplicationSpec.of("fairness", SupervisorSpec.oneForOne(children.toArray(new ChildSpec[0]))));
		ServerRef<Quiet> quiet = node.server("quiet");
		ServerRef<Metronome> metronome = node.server("metronome");
		for (int i = 0; i < 2_000; i++) {
			quiet.call(Ask.ASK);
		}
		metronome.cast(Begin.BEGIN);
		for (int i = 0; i < this.count; i++) {
			keepBusy(node, "busy" + i);
		}
		pause(500_000_000);
		this.handled.set(0);
		long begin = System.nanoTime();
		List<Long> times = new ArrayList<>();
		int unanswered = 0;
		while (System.nanoTime() - begin < nanos) {
			long asked = System.nanoTime();
			try {
				quiet.call(Ask.ASK, PATIENCE);
				times.add(System.nanoTime() - asked);
			}
			catch (CallException ex) {
				unanswered++;
			}
			pause(1_000_000);
		}
		long messages = this.handled.get() * 1_000_000_000 / (System.nanoTime() - begin);
		long[] sorted = times.stream().mapToLong((each) -> each).sorted().toArray();
		print("call-p50", at(sorted, 0.5), "us");
		print("call-p99", at(sorted, 0.99), "us");
		print("call-max", at(sorted, 1), "us");
		print("calls", sorted.length, "calls");
		print("unanswered", unanswered, "calls");
		print("timer-late", Metronome.latest() / 1e6, "ms");
		print("messages", messages, "1/s");
		long stopping = System.nanoTime();
		Thread stop = Thread.ofPlatform().daemon().start(() -> node.stop("fairness"));
		boolean stopped = stop.join(Duration.ofSeconds(20));
		print("stop", stopped ? (System.nanoTime() - stopping) / 1e6 : Double.NaN, "ms");
	}

	private void keepBusy(Node node, String name) {
		switch (this.kind) {
			case "servers" -> node.<Busy>server(name).cast(Work.WORK);
			case "pairs" -> Thread.ofVirtual().start(() -> {
				ServerRef<Busy> server = node.server(name);
				while (server.pid().isPresent()) {
					try {
						server.call(Ask2.ASK, PATIENCE);
					}
					catch (CallException ex) {
						return;
					}
				}
			});
			case "bodies" -> node.spawn(SpawnOptions.defaults(), (self) -> {
				self.send(self.pid(), name);
				while (true) {
					self.receive();
					work();
					self.send(self.pid(), name);
				}
			});
			default -> throw new IllegalArgumentException("servers, pairs or bodies, not " + this.kind);
		}
	}

	private void work() {
		this.handled.incrementAndGet();
		if (this.workNanos > 0) {
			long end = System.nanoTime() + this.workNanos;
			while (System.nanoTime() - end < 0) {
				Thread.onSpinWait();
			}
		}
	}

	private static double at(long[] sorted, double part) {
		return (sorted.length == 0) ? Double.NaN : sorted[(int) Math.ceil((sorted.length - 1) * part)] / 1e3;
	}

	private static void pause(long nanos) {
		try {
			Thread.sleep(Duration.ofNanos(nanos));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted while measuring", ex);
		}
	}

	private void print(String what, double value, String unit) {
		new Figure("ours", "fair-" + this.kind + "-" + this.count + "-" + what, value, unit).print();
	}

	/** The question to the quiet server. */
	private enum Ask implements Call<Quiet, String> {

		ASK

	}

	/** The question to a busy one. */
	private enum Ask2 implements Call<Busy, String> {

		ASK

	}

	/** The message that follows itself. */
	private enum Work implements Cast<Busy> {

		WORK

	}

	/** Starts the timer. */
	private enum Begin implements Cast<Metronome> {

		BEGIN

	}

	private static final class Quiet implements GenServer<String, Ask, Cast<Quiet>> {

		@Override
		public String init() {
			return "";
		}

		@Override
		public CallResult<String> handleCall(Ask ask, From from, String state) {
			return reply(ask, "answer", state);
		}

	}

	private static final class Busy implements GenServer<String, Ask2, Work> {

		private final Fairness world;

		Busy(Fairness world) {
			this.world = world;
		}

		@Override
		public String init() {
			return "";
		}

		@Override
		public CallResult<String> handleCall(Ask2 ask, From from, String state) {
			this.world.work();
			return reply(ask, "answer", state);
		}

		@Override
		public Next<String> handleCast(Work message, String state) {
			this.world.work();
			ServerRef.<Busy>of(self().processes(), self().pid()).cast(message);
			return next(state);
		}

	}

	/** Notes how long the time between two ticks is. */
	private static final class Metronome implements GenServer<Long, Call<Metronome, ?>, Begin> {

		private static final AtomicLong latest = new AtomicLong();

		private static volatile long last;

		@Override
		public Long init() {
			return 0L;
		}

		@Override
		public Next<Long> handleCast(Begin begin, Long state) {
			self().sendEvery(PERIOD, "tick");
			last = System.nanoTime();
			return next(last);
		}

		@Override
		public Next<Long> handleInfo(Object tick, Long state) {
			long now = System.nanoTime();
			latest.accumulateAndGet(now - last - PERIOD.toNanos(), Math::max);
			last = now;
			return next(now);
		}

		/** How late the latest tick was, also one that has not come yet. */
		static long latest() {
			return Math.max(latest.get(), System.nanoTime() - last - PERIOD.toNanos());
		}

	}

}
