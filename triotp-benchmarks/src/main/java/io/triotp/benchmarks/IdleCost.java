package io.triotp.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.triotp.node.Node;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * What an idle timeout costs each message: one sender casts to a server that waits for at
 * most a minute after each, and to one that waits without a limit, in turn.
 */
final class IdleCost {

	private static final int CASTS = 100_000;

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final Countdown handled = new Countdown();

	private IdleCost() {
	}

	/**
	 * Measure one contender.
	 * @param contender who
	 * @param times for how long
	 */
	static void measure(String contender, Times times) {
		IdleCost cost = new IdleCost();
		switch (Contender.of(contender).open()) {
			case TriOtpWorld ours -> cost.measure(contender, cost.server(ours.node(), "plain", null),
					cost.server(ours.node(), "idle", MINUTE), times);
			case PekkoWorld pekko -> cost.measure(contender, pekko.spawn(cost.actor(null), "plain")::tell,
					pekko.spawn(cost.actor(MINUTE), "idle")::tell, times);
			default -> throw new IllegalArgumentException("'" + contender + "' has no idle timeout");
		}
	}

	private void measure(String contender, Consumer<Tick> plain, Consumer<Tick> idle, Times times) {
		List<Double> without = new ArrayList<>();
		List<Double> with = new ArrayList<>();
		long end = times.endOfWarmUp(1);
		while (Times.isBefore(end)) {
			cast(plain);
			cast(idle);
		}
		end = System.nanoTime() + times.measurementNanos(1);
		do {
			without.add(cast(plain));
			with.add(cast(idle));
		}
		while (Times.isBefore(end));
		new Figure(contender, "cast-plain", Spread.of(without).median(), "ns").print();
		new Figure(contender, "cast-idle", Spread.of(with).median(), "ns").print();
	}

	/**
	 * {@return nanoseconds for each cast until the last has been handled}
	 */
	private double cast(Consumer<Tick> server) {
		this.handled.expect(CASTS);
		long begin = System.nanoTime();
		Callers.virtual(() -> {
			for (int i = 0; i < CASTS; i++) {
				server.accept(Tick.TICK);
			}
		});
		this.handled.await();
		return (System.nanoTime() - begin) / (double) CASTS;
	}

	private Consumer<Tick> server(Node node, String name, @Nullable Duration idle) {
		ServerRef<Counter> server = GenServer.start(node, new Counter(this.handled, idle), ServerOptions.named(name));
		return server::cast;
	}

	private Behavior<Tick> actor(@Nullable Duration idle) {
		return Behaviors.setup((context) -> {
			if (idle != null) {
				context.setReceiveTimeout(idle, Tick.IDLE);
			}
			return Behaviors.receiveMessage((message) -> {
				this.handled.hit();
				return Behaviors.same();
			});
		});
	}

	private enum Tick implements Cast<Counter> {

		/** Count. */
		TICK,

		/** No other message has come for a minute. */
		IDLE

	}

	/**
	 * Counts.
	 *
	 * @param handled told of each message
	 * @param idle how long it waits for the next, {@code null} for ever
	 */
	private record Counter(Tally handled,
			@Nullable Duration idle) implements GenServer<Integer, Call<Counter, ?>, Tick> {

		@Override
		public Integer init() {
			return 0;
		}

		@Override
		public Next<Integer> handleCast(Tick message, Integer state) {
			this.handled.hit();
			Next.Continue<Integer> next = next(state);
			return (this.idle != null) ? next.idle(this.idle) : next;
		}

	}

}
