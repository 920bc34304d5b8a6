package io.triotp.benchmarks;

import java.util.ArrayList;
import java.util.List;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;

/**
 * Busy servers of this library that cast to themselves.
 */
final class FloodedTriOtpWorld implements FloodedWorld {

	private final ServerRef<EchoServer> quiet;

	private final List<ServerRef<Busy>> busy = new ArrayList<>();

	FloodedTriOtpWorld(Node node, long workNanos) {
		this.quiet = node.server("quiet");
		List<ChildSpec> children = new ArrayList<>();
		children.add(ChildSpec.server("quiet", () -> new EchoServer(Tally.NONE)).name("quiet"));
		for (int i = 0; i < BUSY; i++) {
			String name = "busy-" + i;
			children.add(ChildSpec.server(name, () -> new Busy(workNanos)).name(name));
			this.busy.add(node.server(name));
		}
		node.start(ApplicationSpec.of("flooded", SupervisorSpec.oneForOne(children.toArray(new ChildSpec[0]))));
	}

	@Override
	public Object callQuiet() {
		return this.quiet.call(EchoServer.Ping.PING);
	}

	@Override
	public void flood() {
		this.busy.forEach((server) -> server.cast(Again.AGAIN));
	}

	/** The message that follows itself. */
	private enum Again implements Cast<Busy> {

		AGAIN

	}

	/**
	 * Has always a next message.
	 *
	 * @param workNanos how long it computes for each
	 */
	private record Busy(long workNanos) implements GenServer<String, Call<Busy, ?>, Again> {

		@Override
		public String init() {
			return "state";
		}

		@Override
		public Next<String> handleCast(Again message, String state) {
			Work.compute(this.workNanos);
			ServerRef.<Busy>of(self().processes(), self().pid()).cast(message);
			return next(state);
		}

	}

}
