package io.triotp.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Actors of Pekko that use {@code scheduleOnce}: the cheapest it has, which does not
 * cancel the timers of an actor that stops.
 */
final class PekkoTimerWorld implements TimerWorld {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final PekkoWorld world;

	private final List<ActorRef<Object>> clocks = new ArrayList<>();

	PekkoTimerWorld(PekkoWorld world) {
		this.world = world;
		for (int i = 0; i < PROCESSES; i++) {
			this.clocks.add(world.spawn(Behaviors.<Object>setup(Clock::new), "clock-" + i));
		}
	}

	@Override
	public void arm() {
		this.clocks.forEach((clock) -> ask(clock, true));
	}

	@Override
	public void cancel() {
		this.clocks.forEach((clock) -> ask(clock, false));
	}

	private void ask(ActorRef<Object> clock, boolean arm) {
		CompletionStage<String> done = AskPattern.ask(clock, (replyTo) -> new Set(arm, replyTo), LONG,
				this.world.system().scheduler());
		done.toCompletableFuture().join();
	}

	@Override
	public Latencies fire(int timers) {
		Fire fire = new Fire(new Latencies(timers), new CountDownLatch(timers), timers);
		this.clocks.get(0).tell(fire);
		Callers.await(fire.left());
		return fire.late();
	}

	private record Set(boolean arm, ActorRef<String> replyTo) {
	}

	private record Fire(Latencies late, CountDownLatch left, int timers) {
	}

	private record Fired(Fire fire, int number, long due) {
	}

	private static final class Clock extends AbstractBehavior<Object> {

		private final List<Cancellable> timers = new ArrayList<>(TIMERS / PROCESSES);

		Clock(ActorContext<Object> context) {
			super(context);
		}

		@Override
		public Receive<Object> createReceive() {
			return newReceiveBuilder().onMessage(Set.class, this::set)
				.onMessage(Fire.class, this::fire)
				.onMessage(Fired.class, this::fired)
				.build();
		}

		private Behavior<Object> set(Set request) {
			if (request.arm()) {
				for (int i = 0; i < TIMERS / PROCESSES; i++) {
					this.timers.add(schedule(Duration.ofMillis(TimerWorld.delayMillis(i)), "never"));
				}
			}
			else {
				this.timers.forEach(Cancellable::cancel);
				this.timers.clear();
			}
			return this;
		}

		private Behavior<Object> fire(Fire fire) {
			for (int i = 0; i < fire.timers(); i++) {
				Duration delay = Duration.ofNanos(i * 1_000_000_000L / fire.timers());
				schedule(delay, new Fired(fire, i, System.nanoTime() + delay.toNanos()));
			}
			return this;
		}

		private Cancellable schedule(Duration delay, Object message) {
			return getContext().scheduleOnce(delay, getContext().getSelf(), message);
		}

		private Behavior<Object> fired(Fired fired) {
			fired.fire().late().answered(fired.number(), System.nanoTime() - fired.due());
			fired.fire().left().countDown();
			return this;
		}

	}

}
