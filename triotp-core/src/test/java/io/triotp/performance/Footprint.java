package io.triotp.performance;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.process.TimerRef;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.SupervisorSpec;

/**
 * Counts the bytes of calls, casts and idle servers, and prints what
 * {@link FootprintTests} wants to know. Runs in a JVM of its own. Messages are constants,
 * so that the bytes are ours.
 */
public final class Footprint {

	/** So short that nothing else comes in between in most of them. */
	private static final int ROUNDS = 500;

	private static final int OPERATIONS = 1_000;

	private static final int SERVERS = 100_000;

	private static final int COLLECTIONS = 50;

	private static final int TIMERS = 10_000;

	private Footprint() {
	}

	public static void main(String[] args) throws Exception {
		try (Node node = Node.start(NodeOptions.defaults())) {
			node.start(ApplicationSpec.of("footprint",
					SupervisorSpec.oneForOne(ChildSpec.server("echo", Echo::new).name("echo"),
							ChildSpec.dynamicSupervisor("nursery", DynamicSupervisorSpec.defaults()).name("nursery"))));
			ServerRef<Echo> echo = node.server("echo");
			System.out.println("thread=" + leastAllocated(Footprint::startThreads));
			System.out.println("call=" + leastAllocated(() -> call(echo)));
			System.out.println("cast=" + leastAllocated(() -> cast(echo)));
			System.out.println("timer=" + timer(node));
			System.out.println("idle=" + idle(DynamicSupervisor.named(node, "nursery")));
		}
	}

	/** What a virtual thread takes that does nothing: the part of the JDK in a call. */
	private static void startThreads() {
		for (int i = 0; i < OPERATIONS; i++) {
			Thread.startVirtualThread(() -> {
			});
			Thread.yield();
		}
	}

	private static void call(ServerRef<Echo> echo) {
		for (int i = 0; i < OPERATIONS; i++) {
			echo.call(Ping.PING);
		}
	}

	private static void cast(ServerRef<Echo> echo) {
		CountDownLatch done = new CountDownLatch(1);
		for (int i = 1; i < OPERATIONS; i++) {
			echo.cast(Tick.TICK);
		}
		echo.cast(new Last(done));
		try {
			if (!done.await(1, TimeUnit.MINUTES)) {
				throw new IllegalStateException("A cast was lost");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** What else the JVM does can only add to a round: the least is ours. */
	private static double leastAllocated(Runnable round) throws InterruptedException {
		double least = Double.MAX_VALUE;
		for (int i = 0; i < ROUNDS; i++) {
			long before = allocated();
			Thread.ofVirtual().start(round).join();
			least = Math.min(least, (allocated() - before) / (double) OPERATIONS);
		}
		return least;
	}

	/** What all threads have ever allocated, virtual ones through their carriers. */
	private static long allocated() {
		return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
	}

	/** With the element of the array that keeps it. */
	private static double timer(Node node) throws InterruptedException {
		CountDownLatch done = new CountDownLatch(1);
		AtomicReference<Double> bytes = new AtomicReference<>(0.0);
		node.spawn((self) -> {
			self.sendAfter(Duration.ofHours(1), Tick.TICK);
			TimerRef[] kept = new TimerRef[TIMERS];
			long before = usedHeap(COLLECTIONS);
			for (int i = 0; i < TIMERS; i++) {
				kept[i] = self.sendAfter(Duration.ofHours(1), Tick.TICK);
			}
			bytes.set((usedHeap(COLLECTIONS) - before) / (double) TIMERS);
			Reference.reachabilityFence(kept);
			done.countDown();
		});
		if (!done.await(1, TimeUnit.MINUTES)) {
			throw new IllegalStateException("The timers were not set");
		}
		return bytes.get();
	}

	private static double idle(DynamicSupervisor nursery) throws InterruptedException {
		start(nursery, 1_000);
		long before = usedHeap(COLLECTIONS);
		start(nursery, SERVERS);
		return (usedHeap(COLLECTIONS) - before) / (double) SERVERS;
	}

	private static void start(DynamicSupervisor nursery, int servers) throws InterruptedException {
		Thread.ofVirtual().start(() -> {
			for (int i = 0; i < servers; i++) {
				nursery.startServer("device-" + i, Echo::new);
			}
		}).join();
	}

	private static long usedHeap(int collections) {
		Runtime jvm = Runtime.getRuntime();
		long least = Long.MAX_VALUE;
		for (int i = 0; i < collections; i++) {
			System.gc();
			least = Math.min(least, jvm.totalMemory() - jvm.freeMemory());
		}
		return least;
	}

	private enum Ping implements Call<Echo, String> {

		PING

	}

	private sealed interface Message extends Cast<Echo> {

	}

	private enum Tick implements Message {

		TICK

	}

	private record Last(CountDownLatch done) implements Message {
	}

	private static final class Echo implements GenServer<String, Ping, Message> {

		@Override
		public String init() {
			return "state";
		}

		@Override
		public CallResult<String> handleCall(Ping request, From from, String state) {
			return reply(request, "pong", state);
		}

		@Override
		public Next<String> handleCast(Message message, String state) {
			if (message instanceof Last last) {
				last.done().countDown();
			}
			return next(state);
		}

	}

}
