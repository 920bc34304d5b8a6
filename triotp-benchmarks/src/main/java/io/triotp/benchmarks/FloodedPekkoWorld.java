package io.triotp.benchmarks;

import java.util.ArrayList;
import java.util.List;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Busy actors of Pekko that tell themselves.
 */
final class FloodedPekkoWorld implements FloodedWorld {

	private final World.Server quiet;

	private final List<ActorRef<String>> busy = new ArrayList<>();

	FloodedPekkoWorld(PekkoWorld world, long workNanos) {
		this.quiet = world.server("quiet", Tally.NONE);
		for (int i = 0; i < BUSY; i++) {
			this.busy.add(world.spawn(busy(workNanos), "busy-" + i));
		}
	}

	private static Behavior<String> busy(long workNanos) {
		return Behaviors.setup((context) -> Behaviors.receiveMessage((message) -> {
			Work.compute(workNanos);
			context.getSelf().tell(message);
			return Behaviors.same();
		}));
	}

	@Override
	public Object callQuiet() {
		return this.quiet.call();
	}

	@Override
	public void flood() {
		this.busy.forEach((actor) -> actor.tell("again"));
	}

}
