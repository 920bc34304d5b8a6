package io.triotp.benchmarks;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Typed actors of Pekko with its default configuration, but no log. Actors are restarted
 * on failure; an ask has the same 5 seconds as our calls.
 */
class PekkoWorld implements World {

	static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final Duration LONG = Duration.ofMinutes(5);

	private final ActorSystem<SpawnProtocol.Command> system;

	PekkoWorld() {
		this("");
	}

	/**
	 * Start a system.
	 * @param settings what differs from the default configuration
	 */
	PekkoWorld(String settings) {
		this.system = ActorSystem.create(SpawnProtocol.create(), "benchmark",
				ConfigFactory
					.parseString("pekko.loglevel = OFF, pekko.stdout-loglevel = OFF, pekko.log-dead-letters = off")
					.withFallback(ConfigFactory.parseString(settings))
					.withFallback(ConfigFactory.load()));
	}

	final ActorSystem<?> system() {
		return this.system;
	}

	/**
	 * {@return where actors run}
	 */
	final Executor dispatcher() {
		return this.system.executionContext();
	}

	final <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
		CompletionStage<ActorRef<T>> started = AskPattern.ask(this.system,
				(replyTo) -> new SpawnProtocol.Spawn<>(behavior, name, Props.empty(), replyTo), TIMEOUT,
				this.system.scheduler());
		return started.toCompletableFuture().join();
	}

	@Override
	public Client server(String name, Tally casts) {
		return new Client(this.system, spawn(PekkoEcho.create(casts), name));
	}

	@Override
	public Phoenix phoenix(String name) {
		return server(name, Tally.NONE);
	}

	@Override
	public Nursery nursery(String name) {
		CountDownLatch stopped = new CountDownLatch(1);
		return new Parent(this.system, spawn(parent(stopped), name), stopped);
	}

	private static Behavior<ParentCommand> parent(CountDownLatch stopped) {
		return Behaviors
			.setup((context) -> Behaviors.receive(ParentCommand.class).onMessage(StartChild.class, (start) -> {
				start.replyTo().tell(context.spawn(PekkoEcho.create(start.casts()), start.id()));
				return Behaviors.same();
			}).onMessage(StopAll.class, (stop) -> Behaviors.stopped()).onSignal(PostStop.class, (signal) -> {
				stopped.countDown();
				return Behaviors.same();
			}).build());
	}

	@Override
	public void close() {
		this.system.terminate();
		this.system.getWhenTerminated().toCompletableFuture().join();
	}

	private sealed interface ParentCommand {

	}

	private record StartChild(String id, Tally casts,
			ActorRef<ActorRef<PekkoEcho.Message>> replyTo) implements ParentCommand {
	}

	private record StopAll() implements ParentCommand {
	}

	/**
	 * Children of an actor.
	 *
	 * @param system where it lives
	 * @param parent the actor
	 * @param stopped down when it and its children are gone
	 */
	private record Parent(ActorSystem<?> system, ActorRef<ParentCommand> parent,
			CountDownLatch stopped) implements Nursery {

		@Override
		public Server start(String id, Tally casts) {
			CompletionStage<ActorRef<PekkoEcho.Message>> started = AskPattern.ask(this.parent,
					(replyTo) -> new StartChild(id, casts, replyTo), TIMEOUT, this.system.scheduler());
			return new Client(this.system, started.toCompletableFuture().join());
		}

		@Override
		public void stop() {
			this.parent.tell(new StopAll());
			Callers.await(this.stopped);
		}

	}

	/**
	 * An actor, as its clients see it.
	 *
	 * @param system where it lives
	 * @param actor the actor
	 */
	record Client(ActorSystem<?> system, ActorRef<PekkoEcho.Message> actor) implements Server, Phoenix {

		/**
		 * {@return the answer, once it is there} Nobody waits.
		 */
		CompletionStage<String> ask() {
			return AskPattern.ask(this.actor, PekkoEcho.Ping::new, TIMEOUT, this.system.scheduler());
		}

		private Object ask(org.apache.pekko.japi.function.Function<ActorRef<String>, PekkoEcho.Message> question,
				Duration timeout) {
			CompletionStage<String> answer = AskPattern.ask(this.actor, question, timeout, this.system.scheduler());
			return answer.toCompletableFuture().join();
		}

		@Override
		public Object call() {
			return ask(PekkoEcho.Ping::new, TIMEOUT);
		}

		@Override
		public void cast() {
			this.actor.tell(PekkoEcho.Tick.TICK);
		}

		@Override
		public Object callSleeping() {
			return ask(PekkoEcho.Snooze::new, TIMEOUT);
		}

		@Override
		public void relay(Server other, int calls) {
			ask((replyTo) -> new PekkoEcho.Relay(((Client) other).actor, calls, replyTo), LONG);
		}

		@Override
		public void crash() {
			this.actor.tell(PekkoEcho.Tick.CRASH);
		}

		@Override
		public Object callUntilAnswered() {
			return call();
		}

	}

}
