package io.triotp.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeEvent;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.ProcessEvent;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Processes;
import io.triotp.process.SpawnOptions;
import io.triotp.process.WedgedHandler;
import io.triotp.server.TestServer.Ask;
import io.triotp.server.TestServer.Do;
import io.triotp.testing.Gate;
import io.triotp.testing.LogProbe;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A handler that does not return does not stay unseen.
 */
class WedgedHandlerTests extends ServerFixture {

	private static final Duration LIMIT = NodeOptions.DEFAULT_WEDGED_AFTER;

	private static final Duration SLACK = Duration.ofSeconds(1);

	private final Probe<NodeEvent> events = new Probe<>();

	@BeforeEach
	void listen() {
		this.node.view().addListener((event) -> {
			if (event instanceof ProcessEvent.HandlerWedged || event instanceof ProcessEvent.HandlerFreed) {
				this.events.tell(event);
			}
		});
	}

	private ServerRef<TestServer> start(String name) {
		return GenServer.start(this.node, new TestServer(), ServerOptions.named(name));
	}

	private ProcessEvent.HandlerWedged wedged() {
		return (ProcessEvent.HandlerWedged) next();
	}

	private ProcessEvent.HandlerFreed freed() {
		return (ProcessEvent.HandlerFreed) next();
	}

	/** What the node has noticed is told by the clock. */
	private NodeEvent next() {
		Probe.until(() -> {
			this.time.advance(Duration.ZERO);
			return !this.events.isEmpty();
		});
		return this.events.await();
	}

	private Duration working(ServerRef<TestServer> server) {
		return info(server).working().orElseThrow();
	}

	private ProcessInfo info(ServerRef<TestServer> server) {
		return this.node.view().info(pidOf(server)).orElseThrow();
	}

	/** The node has looked at all processes at the present time. */
	private void awaitLook() {
		Gate other = new Gate();
		ServerRef<TestServer> witness = start("witness");
		tell(witness, (self, state) -> {
			other.passStubbornly();
			return self.next(state);
		});
		other.awaitReached();
		this.time.advance(LIMIT);
		assertThat(wedged().path()).isEqualTo("witness");
		other.open();
		assertThat(freed().path()).isEqualTo("witness");
	}

	@Test
	void is_told_with_its_message_its_age_and_where_it_is_and_when_it_is_done() {
		ServerRef<TestServer> server = start("shop/till");
		occupy(server);
		this.time.advance(LIMIT);
		ProcessEvent.HandlerWedged event = wedged();
		assertThat(event.path()).isEqualTo("shop/till");
		assertThat(event.pid()).isEqualTo(pidOf(server));
		assertThat(event.behaviour()).isEqualTo(TestServer.class);
		assertThat(event.message()).isEqualTo(Do.class.getName());
		assertThat(event.working()).isBetween(LIMIT, LIMIT.plus(SLACK));
		assertThat(event.waitsFor()).isEmpty();
		assertThat(event.frames()).hasSizeBetween(4, 12)
			.anyMatch((frame) -> frame.contains("Gate.passStubbornly"))
			.anyMatch((frame) -> frame.contains("TestServer.handleCast"))
			.noneMatch((frame) -> frame.contains("ReactiveCell"));
		WedgedHandler listed = this.node.view().wedged().get(0);
		assertThat(listed.pid()).isEqualTo(pidOf(server));
		assertThat(listed.message()).isEqualTo(Do.class.getName());
		assertThat(listed.working()).isGreaterThanOrEqualTo(LIMIT);
		assertThat(this.node.view().wedgedCount()).isOne();
		assertThat(this.node.view().wedgedTotal()).isOne();

		this.time.advance(Duration.ofSeconds(12));
		this.gate.open();
		ProcessEvent.HandlerFreed done = freed();
		assertThat(done.message()).isEqualTo(Do.class.getName());
		assertThat(done.after()).isBetween(Duration.ofSeconds(42), Duration.ofSeconds(43));
		assertThat(done.ended()).isFalse();
		assertThat(this.node.view().wedged()).isEmpty();
		assertThat(this.node.view().wedgedCount()).isZero();
		assertThat(this.node.view().wedgedTotal()).isOne();
	}

	@Test
	void is_told_once_and_not_before_its_time() {
		ServerRef<TestServer> server = start("till");
		occupy(server);
		this.time.advance(LIMIT.minusSeconds(4));
		// One beat finds it, the next could tell, and the third shows that it did not.
		awaitPulse();
		awaitPulse();
		awaitPulse();
		this.time.advance(Duration.ZERO);
		assertThat(this.events.rest()).isEmpty();
		this.time.advance(SLACK);
		assertThat(wedged().path()).isEqualTo("till");
		this.time.advance(LIMIT);
		awaitLook();
		assertThat(this.events.rest()).isEmpty();
		assertThat(this.node.view().wedged()).extracting(WedgedHandler::path).containsExactly("till");
	}

	@Test
	void the_log_tells_who_it_is_what_it_does_and_where() {
		try (LogProbe log = new LogProbe("io.triotp.process.HandlerWatch")) {
			ServerRef<TestServer> server = start("till");
			occupy(server);
			server.send("secret");
			this.time.advance(LIMIT);
			wedged();
			ILoggingEvent warning = log.await();
			assertThat(warning.getLevel()).isEqualTo(Level.WARN);
			assertThat(warning.getFormattedMessage()).startsWith("till (#PID<")
				.contains(TestServer.class.getName())
				.contains(Do.class.getName() + ", for 30")
				.contains("1 wait")
				.contains("\n\tat ")
				.contains("Gate.pass")
				.doesNotContain("secret");
			this.gate.open();
			freed();
			assertThat(log.await().getFormattedMessage()).startsWith("till (#PID<").contains(" goes on after it had");
		}
	}

	@Test
	void of_one_that_waits_for_another_it_is_told_for_whom_and_whom_that_waits_for() {
		ServerRef<TestServer> database = start("database");
		ServerRef<TestServer> orders = start("orders");
		ServerRef<TestServer> web = start("web");
		occupy(database);
		tell(orders, (self, state) -> {
			database.call(Ask.ping(), Processes.NO_LIMIT);
			return self.next(state);
		});
		this.time.advance(Duration.ofSeconds(3));
		tell(web, (self, state) -> {
			orders.call(Ask.ping(), Processes.NO_LIMIT);
			return self.next(state);
		});
		Probe.until(() -> this.node.host().waiting(pidOf(web)).isPresent());
		Probe.until(() -> this.node.host().waiting(pidOf(orders)).isPresent());
		this.time.advance(LIMIT);
		List<Pid> waitsFor = List.of(pidOf(orders), pidOf(database));
		ProcessEvent.HandlerWedged event;
		do {
			event = wedged();
		}
		while (!event.path().equals("web"));
		assertThat(event.waitsFor()).isEqualTo(waitsFor);
		assertThat(this.node.view().wedged()).extracting(WedgedHandler::path).last().isEqualTo("web");
		assertThat(this.node.view().wedged().get(2).waitsFor()).isEqualTo(waitsFor);
	}

	@Test
	void an_init_and_a_terminate_are_watched_too() throws Throwable {
		Gate ending = new Gate();
		Future<ServerRef<TestServer>> starting = Probe.async(() -> GenServer.start(this.node, new TestServer() {

			@Override
			public String init() {
				WedgedHandlerTests.this.gate.passStubbornly();
				return "up";
			}

			@Override
			public void terminate(ExitReason reason, String state) {
				ending.passStubbornly();
			}

		}, ServerOptions.named("slow").startTimeout(Processes.NO_LIMIT)));
		this.gate.awaitReached();
		this.time.advance(LIMIT);
		assertThat(wedged().message()).isEqualTo("init");
		this.gate.open();
		assertThat(freed().message()).isEqualTo("init");
		ServerRef<TestServer> server = Probe.get(starting);

		this.node.host().stop(pidOf(server), BOOM);
		ending.awaitReached();
		this.time.advance(LIMIT);
		assertThat(wedged().message()).isEqualTo("terminate");
		ending.open();
		ProcessEvent.HandlerFreed done = freed();
		assertThat(done.message()).isEqualTo("terminate");
		assertThat(done.ended()).isTrue();
	}

	@Test
	void one_that_goes_on_with_its_next_message_is_freed_and_that_takes_its_own_time() {
		ServerRef<TestServer> server = start("till");
		occupy(server);
		Gate next = new Gate();
		server.send((TestServer.Handler) (self, state) -> {
			next.passStubbornly();
			return self.next(state);
		});
		this.time.advance(LIMIT);
		wedged();
		this.gate.open();
		next.awaitReached();
		assertThat(freed().ended()).isFalse();
		assertThat(this.node.view().wedged()).isEmpty();
		assertThat(working(server)).isLessThan(SLACK);
		next.open();
	}

	@Test
	void one_that_is_killed_is_no_longer_wedged() {
		ServerRef<TestServer> server = start("till");
		occupy(server);
		this.time.advance(LIMIT);
		wedged();
		this.node.kill(pidOf(server));
		assertThat(this.node.view().wedged()).isEmpty();
		assertThat(freed().ended()).isTrue();
	}

	@Test
	void idle_suspended_and_plain_processes_are_not_wedged() {
		ServerRef<TestServer> idle = start("idle");
		ask(idle, (self, request, from, state) -> self.reply(request, "", state));
		ServerRef<TestServer> suspended = start("suspended");
		Sys.of(suspended).suspend();
		this.node.spawn(SpawnOptions.defaults().label("plain"), (self) -> this.gate.pass());
		this.gate.awaitReached();
		Puppet silent = Puppet.spawn(this.node, SpawnOptions.defaults().label("silent"));
		Gate other = new Gate();
		silent.tell((self) -> {
			other.pass();
			return null;
		});
		other.awaitReached();
		this.time.advance(LIMIT);
		awaitLook();
		assertThat(this.node.view().wedged()).isEmpty();
		assertThat(this.events.rest()).isEmpty();
		assertThat(this.node.view().processes()).filteredOn((info) -> !info.path().equals("witness"))
			.allMatch((info) -> info.working().isEmpty() || info.path().equals("silent"));
		other.open();
	}

	@Test
	void it_counts_from_the_beginning_of_the_present_message() {
		ServerRef<TestServer> server = start("till");
		for (int i = 0; i < 10; i++) {
			this.time.advance(LIMIT.minusSeconds(5));
			// The node must have seen the new time to date a message by it.
			awaitPulse();
			ask(server, (self, request, from, state) -> self.reply(request, "", state));
		}
		occupy(server);
		assertThat(working(server)).isLessThan(SLACK);
		this.time.advance(Duration.ofSeconds(7));
		Probe.until(() -> working(server).compareTo(Duration.ofSeconds(7)) >= 0);
		assertThat(working(server)).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
		assertThat(this.events.rest()).isEmpty();
		assertThat(info(server).handled()).isEqualTo(11);
	}

	private void awaitPulse() {
		ServerRef<TestServer> watched = start();
		Gate other = new Gate();
		tell(watched, (self, state) -> {
			other.passStubbornly();
			return self.next(state);
		});
		other.awaitReached();
		Duration before = working(watched);
		this.time.advance(SLACK);
		Probe.until(() -> working(watched).compareTo(before.plus(SLACK)) >= 0);
		other.open();
	}

	@Test
	void the_time_is_that_of_the_node_and_nothing_is_told_if_it_is_zero() {
		assertThat(NodeOptions.defaults().wedgedAfter()).isEqualTo(Duration.ofSeconds(30));
		assertThat(NodeOptions.defaults().wedgedAfter(Duration.ofMinutes(5)).wedgedAfter())
			.isEqualTo(Duration.ofMinutes(5));
		assertThatIllegalArgumentException().isThrownBy(() -> NodeOptions.defaults().wedgedAfter(Duration.ofNanos(-1)))
			.withMessageContaining("wedged");
		Processes never = LocalNode.create(NodeOptions.defaults().time(this.time).wedgedAfter(Duration.ZERO));
		ServerRef<TestServer> server = GenServer.start(never, new TestServer());
		tell(server, (self, state) -> {
			this.gate.passStubbornly();
			return self.next(state);
		});
		this.gate.awaitReached();
		this.time.advance(Duration.ofHours(40));
		Pid pid = pidOf(server);
		Probe.until(() -> never.view().info(pid).orElseThrow().working().orElseThrow().compareTo(SLACK) > 0);
		this.time.advance(Duration.ZERO);
		assertThat(never.view().wedged()).isEmpty();
		assertThat(never.view().wedgedTotal()).isZero();
		this.gate.open();
		never.close();
	}

}
