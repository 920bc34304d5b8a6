package io.triotp.benchmarks;

import java.time.Duration;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * An actor that does next to nothing.
 */
final class PekkoEcho {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private PekkoEcho() {
	}

	/** What it understands. */
	sealed interface Message {

	}

	record Ping(ActorRef<String> replyTo) implements Message {
	}

	record Snooze(ActorRef<String> replyTo) implements Message {
	}

	record Relay(ActorRef<Message> other, int calls, ActorRef<String> replyTo) implements Message {
	}

	enum Tick implements Message {

		TICK, CRASH

	}

	static Behavior<Message> create(Tally casts) {
		Behavior<Message> echo = Behaviors
			.setup((context) -> Behaviors.receiveMessage((message) -> handle(context, message, casts)));
		return Behaviors.supervise(echo).onFailure(IllegalStateException.class, SupervisorStrategy.restart());
	}

	private static Behavior<Message> handle(ActorContext<Message> context, Message message, Tally casts) {
		switch (message) {
			case Ping ping -> ping.replyTo().tell("pong");
			case Snooze snooze -> snooze.replyTo().tell(Sleep.aMillisecond().toString());
			case Relay relay -> next(context, relay);
			case Tick tick -> {
				if (tick == Tick.CRASH) {
					throw new IllegalStateException("as it was told");
				}
				casts.hit();
			}
		}
		return Behaviors.same();
	}

	/** An actor that asks does not wait: the answer comes as a message. */
	private static void next(ActorContext<Message> context, Relay relay) {
		if (relay.calls() == 0) {
			relay.replyTo().tell("relayed");
			return;
		}
		context.ask(String.class, relay.other(), TIMEOUT, Ping::new,
				(answer, failure) -> new Relay(relay.other(), relay.calls() - 1, relay.replyTo()));
	}

}
