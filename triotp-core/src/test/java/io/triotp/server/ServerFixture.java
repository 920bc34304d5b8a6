package io.triotp.server;

import java.time.Duration;
import java.util.concurrent.Future;

import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Processes;
import io.triotp.server.TestServer.Ask;
import io.triotp.server.TestServer.AskHandler;
import io.triotp.server.TestServer.Do;
import io.triotp.server.TestServer.Handler;
import io.triotp.testing.Gate;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;

/**
 * A node on manual time, and short words for what the tests of servers do.
 */
abstract class ServerFixture {

	static final ExitReason BOOM = ExitReason.failure("boom");

	final ManualTime time = new ManualTime();

	final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	final Gate gate = new Gate();

	final Probe<Object> probe = new Probe<>();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	ServerRef<TestServer> start(TestServer server) {
		return GenServer.start(this.node, server);
	}

	ServerRef<TestServer> start() {
		return start(new TestServer());
	}

	static Object ask(ServerRef<TestServer> server, AskHandler handler) {
		return server.call(new Ask(handler));
	}

	static Future<Object> asking(ServerRef<TestServer> server, AskHandler handler) {
		return Probe.async(() -> server.call(new Ask(handler)));
	}

	static void tell(ServerRef<TestServer> server, Handler handler) {
		server.cast(new Do(handler));
	}

	/** Keep a server busy until the gate is opened, whatever interrupts it. */
	void occupy(ServerRef<TestServer> server) {
		tell(server, (self, state) -> {
			this.gate.passStubbornly();
			return self.next(state);
		});
		this.gate.awaitReached();
	}

	/** Start a call that waits in a parked thread; return when it does. */
	Future<Object> parked(ServerRef<TestServer> server, AskHandler handler, Duration timeout) {
		Future<Object> call = Probe.async(() -> server.call(new Ask(handler), timeout));
		this.time.awaitParked(1);
		return call;
	}

	/** A server that has answered works on the call for a moment more. */
	void awaitWaiting(ServerRef<TestServer> server) {
		Probe.until(() -> this.node.view()
			.info(pidOf(server))
			.filter((info) -> info.state() == ProcessInfo.State.WAITING)
			.isPresent());
	}

	Pid pidOf(ServerRef<TestServer> server) {
		return server.pid().orElseThrow();
	}

	ExitReason exitOf(ServerRef<TestServer> server) {
		return Probe.exitOf(this.node, pidOf(server));
	}

	long deadLetters(DeadLetterReason reason) {
		return this.node.view().deadLetters(reason);
	}

}
