package io.triotp.benchmarks;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;
import org.jspecify.annotations.Nullable;

/**
 * What an idle timeout costs each message: one sender casts to a server that waits for at
 * most a minute after each, and to one that waits without a limit, in turn. Prints
 * nanoseconds for each cast until the last has been handled. The argument: rounds.
 */
final class IdleCost {

	private static final int CASTS = 200_000;

	private static final int WARM_UP = 20;

	private IdleCost() {
	}

	public static void main(String[] args) throws InterruptedException {
		int rounds = Integer.parseInt(args[0]);
		try (Node node = Node.start(NodeOptions.defaults().highWaterMark(0))) {
			ServerRef<Counter> plain = GenServer.start(node, new Counter(null), ServerOptions.named("plain"));
			ServerRef<Counter> idle = GenServer.start(node, new Counter(Duration.ofMinutes(1)),
					ServerOptions.named("idle"));
			for (int i = 0; i < WARM_UP; i++) {
				measure(plain);
				measure(idle);
			}
			for (int i = 0; i < rounds; i++) {
				double without = measure(plain);
				double with = measure(idle);
				System.out.printf("cast without %.0f ns, with an idle timeout %.0f ns, ratio %.2f%n", without, with,
						with / without);
			}
		}
		System.exit(0);
	}

	private static double measure(ServerRef<Counter> server) throws InterruptedException {
		CountDownLatch handled = new CountDownLatch(1);
		Add add = new Add(1, null);
		long begin = System.nanoTime();
		Thread.ofVirtual().start(() -> {
			for (int i = 1; i < CASTS; i++) {
				server.cast(add);
			}
			server.cast(new Add(1, handled));
		});
		handled.await();
		return (System.nanoTime() - begin) / (double) CASTS;
	}

	private record Add(int count, @Nullable CountDownLatch last) implements Cast<Counter> {
	}

	private record Counter(@Nullable Duration idle) implements GenServer<Integer, Call<Counter, ?>, Add> {

		@Override
		public Integer init() {
			return 0;
		}

		@Override
		public Next<Integer> handleCast(Add message, Integer state) {
			if (message.last() != null) {
				message.last().countDown();
			}
			Next.Continue<Integer> next = next(state);
			return (this.idle != null) ? next.idle(this.idle) : next;
		}

	}

}
