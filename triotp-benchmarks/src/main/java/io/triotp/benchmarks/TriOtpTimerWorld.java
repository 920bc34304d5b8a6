package io.triotp.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.triotp.node.Node;
import io.triotp.process.TimerRef;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;

/**
 * Servers of this library that use {@code self().sendAfter}.
 */
final class TriOtpTimerWorld implements TimerWorld {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final List<ServerRef<Clock>> clocks = new ArrayList<>();

	TriOtpTimerWorld(Node node) {
		for (int i = 0; i < PROCESSES; i++) {
			this.clocks.add(GenServer.start(node, new Clock()));
		}
	}

	@Override
	public void arm() {
		this.clocks.forEach((clock) -> clock.call(Set.ARM, LONG));
	}

	@Override
	public void cancel() {
		this.clocks.forEach((clock) -> clock.call(Set.CANCEL, LONG));
	}

	@Override
	public Latencies fire(int timers) {
		Fire fire = new Fire(new Latencies(timers), new CountDownLatch(timers), timers);
		this.clocks.get(0).cast(fire);
		Callers.await(fire.left());
		return fire.late();
	}

	private enum Set implements Call<Clock, Boolean> {

		ARM, CANCEL

	}

	/**
	 * The request for timers that fire soon.
	 *
	 * @param late notes how late they are
	 * @param left counts them
	 * @param timers how many
	 */
	private record Fire(Latencies late, CountDownLatch left, int timers) implements Cast<Clock> {
	}

	/** What such a timer says. */
	private record Fired(Fire fire, int number, long due) {
	}

	private static final class Clock implements GenServer<Boolean, Set, Fire> {

		private final List<TimerRef> timers = new ArrayList<>(TIMERS / PROCESSES);

		@Override
		public Boolean init() {
			return true;
		}

		@Override
		public CallResult<Boolean> handleCall(Set request, From from, Boolean state) {
			if (request == Set.ARM) {
				for (int i = 0; i < TIMERS / PROCESSES; i++) {
					this.timers.add(self().sendAfter(Duration.ofMillis(TimerWorld.delayMillis(i)), "never"));
				}
			}
			else {
				this.timers.forEach(TimerRef::cancel);
				this.timers.clear();
			}
			return reply(request, true, state);
		}

		@Override
		public Next<Boolean> handleCast(Fire fire, Boolean state) {
			for (int i = 0; i < fire.timers(); i++) {
				Duration delay = Duration.ofNanos(i * 1_000_000_000L / fire.timers());
				self().sendAfter(delay, new Fired(fire, i, System.nanoTime() + delay.toNanos()));
			}
			return next(state);
		}

		@Override
		public Next<Boolean> handleInfo(Object message, Boolean state) {
			if (message instanceof Fired fired) {
				fired.fire().late().answered(fired.number(), System.nanoTime() - fired.due());
				fired.fire().left().countDown();
			}
			return next(state);
		}

	}

}
