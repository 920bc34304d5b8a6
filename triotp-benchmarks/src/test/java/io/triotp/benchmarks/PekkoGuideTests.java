package io.triotp.benchmarks;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code of the guide "Coming from Pekko or Akka Typed": the same counter twice.
 */
class PekkoGuideTests {

	// tag::actor[]
	/** A counter as an actor. */
	static final class Actor {

		sealed interface Command {

		}

		record Add(int number) implements Command {
		}

		record Get(ActorRef<Integer> replyTo) implements Command {
		}

		static Behavior<Command> create() {
			return Behaviors.supervise(counter(0)).onFailure(SupervisorStrategy.restart());
		}

		private static Behavior<Command> counter(int sum) {
			return Behaviors.receive(Command.class)
				.onMessage(Add.class, (add) -> counter(sum + add.number()))
				.onMessage(Get.class, (get) -> {
					get.replyTo().tell(sum);
					return Behaviors.same();
				})
				.build();
		}

	}
	// end::actor[]

	// tag::server[]
	/** The same counter as a server. */
	static final class Counter implements GenServer<Integer, Counter.Get, Counter.Add> {

		record Add(int number) implements Cast<Counter> {
		}

		record Get() implements Call<Counter, Integer> {
		}

		@Override
		public Integer init() {
			return 0;
		}

		@Override
		public Next<Integer> handleCast(Add add, Integer sum) {
			return next(sum + add.number());
		}

		@Override
		public CallResult<Integer> handleCall(Get get, From from, Integer sum) {
			return reply(get, sum, sum);
		}

	}
	// end::server[]

	@Test
	void both_count() throws Exception {
		// tag::ask[]
		ActorSystem<Actor.Command> system = ActorSystem.create(Actor.create(), "counter");
		system.tell(new Actor.Add(7));
		int asked = AskPattern.ask(system, Actor.Get::new, Duration.ofSeconds(5), system.scheduler())
			.toCompletableFuture()
			.get(5, TimeUnit.SECONDS);
		// end::ask[]
		system.terminate();
		int called;
		// tag::call[]
		try (Node node = Node.start(NodeOptions.defaults())) {
			node.start(ApplicationSpec.of("counting",
					SupervisorSpec.oneForOne(ChildSpec.server("counter", Counter::new).name("counter"))));
			ServerRef<Counter> counter = node.server("counter");
			counter.cast(new Counter.Add(7));
			called = counter.call(new Counter.Get());
		}
		// end::call[]
		assertThat(asked).isEqualTo(7);
		assertThat(called).isEqualTo(7);
	}

}
