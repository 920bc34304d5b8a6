package io.triotp.capacity;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.triotp.agent.Agent;
import io.triotp.application.ApplicationSpec;
import io.triotp.facade.Facade;
import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.MailboxFullException;
import io.triotp.process.MailboxLimit;
import io.triotp.process.NodeOptions;
import io.triotp.process.PlainProcess;
import io.triotp.registry.ProcessRegistry;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.KeyedServers;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.task.Task;

/**
 * All that the library does, at once and for a moment: calls, casts, full mailboxes,
 * timers, locks, tasks, crashes, restarts, and the end of it all. Wherever it calls code
 * of a user, that code blocks.
 */
final class Bustle {

	private static final int CLIENTS = 4;

	private static final int ROUNDS = 12;

	private static final int PATIENCE_SECONDS = 50;

	private static final RestartIntensity ANY = new RestartIntensity(1_000_000, Duration.ofSeconds(1));

	private static final String[] SERVERS = { "alone", "bounded", "left", "right" };

	private final AtomicInteger answered = new AtomicInteger();

	private final AtomicInteger failed = new AtomicInteger();

	private final CountDownLatch atWork = new CountDownLatch(CLIENTS);

	/** A thread that is pinned when it comes here is pinned for so long. */
	static void block() {
		LockSupport.parkNanos(1_000);
	}

	/**
	 * {@return what was answered and what failed, in this order}
	 */
	List<Integer> run() throws InterruptedException {
		try (Node node = Node.start(NodeOptions.defaults().name("bustle").wedgedAfter(Duration.ZERO))) {
			node.start(ApplicationSpec.of("bustle", tree()));
			ProcessRegistry<String, String> registry = ProcessRegistry.unique(node);
			KeyedServers<Busy> devices = KeyedServers.of(node, "devices", (key) -> new Busy());
			for (int i = 0; i < CLIENTS; i++) {
				node.spawn((self) -> {
					try {
						new Client(node, self, registry, devices).run();
					}
					finally {
						this.atWork.countDown();
					}
				});
			}
			if (!this.atWork.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				throw new AssertionError(this.atWork.getCount() + " clients are still at work");
			}
		}
		return List.of(this.answered.get(), this.failed.get());
	}

	private static SupervisorSpec tree() {
		ChildSpec pair = ChildSpec.supervisor("pair",
				SupervisorSpec.oneForAll(busy("left"), busy("right")).intensity(ANY));
		ChildSpec devices = ChildSpec.dynamicSupervisor("devices", DynamicSupervisorSpec.defaults().intensity(ANY))
			.name("devices");
		ChildSpec resource = ChildSpec.resource("resource", () -> {
			block();
			return Bustle::block;
		});
		ChildSpec agent = Agent.child("agent", () -> {
			block();
			return 0;
		}).name("agent");
		return SupervisorSpec
			.oneForOne(busy("alone"), busy("bounded").mailbox(new MailboxLimit(2, MailboxLimit.Overflow.BLOCK)), pair,
					devices, resource, agent, Facade.of(Sum.class).child("sum", Total::new).name("sum"))
			.intensity(ANY);
	}

	private static ChildSpec busy(String id) {
		return ChildSpec.server(id, Busy::new).name(id);
	}

	private final class Client {

		private final Node node;

		private final PlainProcess self;

		private final ProcessRegistry<String, String> registry;

		private final KeyedServers<Busy> devices;

		Client(Node node, PlainProcess self, ProcessRegistry<String, String> registry, KeyedServers<Busy> devices) {
			this.node = node;
			this.self = self;
			this.registry = registry;
			this.devices = devices;
		}

		void run() throws Exception {
			Agent<Integer> agent = Agent.named(this.node, "agent");
			Sum sum = Facade.of(Sum.class).client(this.node, "sum");
			for (int i = 0; i < ROUNDS; i++) {
				int number = i;
				for (String name : SERVERS) {
					ServerRef<Busy> server = ServerRef.named(this.node, name);
					attempt(() -> server.call(new Ask(number)));
					attempt(() -> {
						server.cast(new Note());
						return number;
					});
				}
				attempt(() -> this.devices.get("device-" + number % 5).call(new Ask(number)));
				attempt(() -> agent.get((state) -> {
					block();
					return state;
				}));
				attempt(() -> sum.add(number));
				attempt(() -> this.registry.lock("lock-" + number % 2, () -> {
					block();
					return number;
				}));
				attempt(() -> Task.async(() -> {
					block();
					return number;
				}).await());
				this.self.sendAfter(Duration.ofNanos(1_000), "wake up");
				this.self.receive(Duration.ofSeconds(1));
			}
		}

		private void attempt(Callable<Integer> work) throws Exception {
			try {
				work.call();
				Bustle.this.answered.incrementAndGet();
			}
			catch (CallException | MailboxFullException ex) {
				Bustle.this.failed.incrementAndGet();
			}
		}

	}

	private record Ask(int number) implements Call<Busy, Integer> {
	}

	private record Note() implements Cast<Busy> {
	}

	private static final class Busy implements GenServer<Integer, Ask, Note> {

		@Override
		public Integer init() {
			block();
			self().sendEvery(Duration.ofMillis(20), "tick");
			return 0;
		}

		@Override
		public CallResult<Integer> handleCall(Ask ask, From from, Integer state) {
			block();
			if (ask.number() % 10 == 9) {
				throw new IllegalStateException("boom");
			}
			return reply(ask, ask.number(), state);
		}

		@Override
		public Next<Integer> handleCast(Note note, Integer state) {
			block();
			return next(state + 1);
		}

		@Override
		public Next<Integer> handleInfo(Object message, Integer state) {
			block();
			return next(state);
		}

		@Override
		public void terminate(ExitReason reason, Integer state) {
			block();
		}

	}

	interface Sum {

		int add(int number);

	}

	private static final class Total implements Sum {

		private int total;

		@Override
		public int add(int number) {
			block();
			this.total += number;
			return this.total;
		}

	}

}
