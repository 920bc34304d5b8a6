package io.triotp.benchmarks;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.server.CallException;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;

/**
 * This library as it is used: a node with applications, servers supervised and called by
 * name with the default timeout, a listener that counts every event as metrics do.
 */
final class TriOtpWorld implements World {

	/** What is measured crashes more often than a healthy tree may. */
	private static final RestartIntensity MANY_RESTARTS = new RestartIntensity(10_000_000, Duration.ofSeconds(1));

	private final Node node = Node.start(NodeOptions.defaults());

	private final LongAdder events = new LongAdder();

	private final AtomicInteger applications = new AtomicInteger();

	TriOtpWorld() {
		this.node.view().addListener((event) -> this.events.increment());
	}

	Node node() {
		return this.node;
	}

	private void run(SupervisorSpec supervisor) {
		this.node.start(ApplicationSpec.of("benchmark-" + this.applications.incrementAndGet(),
				supervisor.intensity(MANY_RESTARTS)));
	}

	@Override
	public Client server(String name, Tally casts) {
		run(SupervisorSpec.oneForOne(ChildSpec.server(name, () -> new EchoServer(casts)).name(name)));
		return new Client(this.node.server(name));
	}

	@Override
	public Server[] servers(int count) {
		ChildSpec[] specs = new ChildSpec[count];
		Server[] servers = new Server[count];
		for (int i = 0; i < count; i++) {
			String name = "one-of-many-" + i;
			specs[i] = ChildSpec.server(name, () -> new EchoServer(Tally.NONE)).name(name);
			servers[i] = new Client(this.node.server(name));
		}
		run(SupervisorSpec.oneForOne(specs));
		return servers;
	}

	@Override
	public Nursery nursery(String name) {
		run(SupervisorSpec.oneForOne(ChildSpec.dynamicSupervisor(name, DynamicSupervisorSpec.defaults()).name(name)));
		return new DynamicNursery(this.node, DynamicSupervisor.named(this.node, name));
	}

	@Override
	public Phoenix phoenix(String name) {
		return server(name, Tally.NONE);
	}

	@Override
	public Phoenix oneForAll(int children, Tally starts) {
		ChildSpec[] specs = new ChildSpec[children];
		for (int i = 0; i < children; i++) {
			String name = "one-for-all-" + i;
			specs[i] = ChildSpec.server(name, () -> new EchoServer(Tally.NONE) {
				@Override
				public String init() {
					starts.hit();
					return super.init();
				}
			}).name(name);
		}
		run(SupervisorSpec.oneForAll(specs));
		return new Client(this.node.server("one-for-all-0"));
	}

	@Override
	public void close() {
		this.node.close();
	}

	/**
	 * A server by its name or pid.
	 *
	 * @param server the server
	 */
	private record Client(ServerRef<EchoServer> server) implements Server, Phoenix {

		@Override
		public Object call() {
			return this.server.call(EchoServer.Ping.PING);
		}

		@Override
		public void cast() {
			this.server.cast(EchoServer.Tick.TICK);
		}

		@Override
		public Object callSleeping() {
			return this.server.call(EchoServer.Snooze.SNOOZE);
		}

		@Override
		public void relay(Server other, int calls) {
			this.server.call(new EchoServer.Relay(((Client) other).server, calls), Duration.ofMinutes(5));
		}

		@Override
		public void crash() {
			this.server.cast(EchoServer.Tick.CRASH);
		}

		@Override
		public Object callUntilAnswered() {
			while (true) {
				try {
					return call();
				}
				catch (CallException.NoServer | CallException.ServerExited ex) {
					Thread.yield();
				}
			}
		}

	}

	/**
	 * Children of a dynamic supervisor.
	 *
	 * @param node where it lives
	 * @param supervisor the supervisor
	 */
	private record DynamicNursery(Node node, DynamicSupervisor supervisor) implements Nursery {

		@Override
		public Server start(String id, Tally casts) {
			return new Client(this.supervisor.startServer(id, () -> new EchoServer(casts)));
		}

		@Override
		public Server startNamed(String name, Tally casts) {
			this.supervisor.startChild(ChildSpec.server(name, () -> new EchoServer(casts)).name(name));
			return new Client(this.node.server(name));
		}

		@Override
		public void stop() {
			this.supervisor.stop();
		}

	}

}
