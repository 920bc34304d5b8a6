package io.triotp.server;

import java.lang.ref.WeakReference;
import java.util.function.Consumer;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a kept reference keeps of a server that has ended: not the object of its user.
 */
class KeptServerTests {

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(new ManualTime()));

	private ServerRef<Stateful> kept;

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void a_kept_reference_keeps_no_server_that_was_stopped() {
		awaitCleared((pid) -> this.node.host().stop(pid, ExitReason.shutdown()));
	}

	@Test
	void a_kept_reference_keeps_no_server_that_was_killed() {
		awaitCleared(this.node::kill);
	}

	private void awaitCleared(Consumer<Pid> end) {
		WeakReference<Stateful> server = startAndEnd(end);
		Probe.until(() -> {
			System.gc();
			return server.refersTo(null);
		});
	}

	/** In a frame of its own, which holds nothing when it has returned. */
	private WeakReference<Stateful> startAndEnd(Consumer<Pid> end) {
		Stateful server = new Stateful();
		this.kept = GenServer.start(this.node, server);
		Pid pid = this.kept.pid().orElseThrow();
		end.accept(pid);
		Probe.exitOf(this.node, pid);
		return new WeakReference<>(server);
	}

	private static final class Stateful implements GenServer<Object, Call<Stateful, ?>, Cast<Stateful>> {

		@Override
		public Object init() {
			return this;
		}

	}

}
