package io.triotp.server;

import java.lang.ref.WeakReference;
import java.util.function.Consumer;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.server.TestServer.Ask;
import io.triotp.server.TestServer.Do;
import io.triotp.test.ManualTime;
import io.triotp.testing.Gate;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

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

	@Test
	void a_call_that_waits_for_its_answer_keeps_no_message_that_came_after_it() {
		ServerRef<TestServer> server = GenServer.start(this.node, new TestServer());
		Gate gate = new Gate();
		server.cast(new Do((self, state) -> {
			gate.passStubbornly();
			return self.next(state);
		}));
		gate.awaitReached();
		PendingReply<Object> call = server.sendRequest(new Ask((self, request, from, state) -> self.next(state)));
		WeakReference<Do> later = cast(server);
		gate.open();
		server.call(Ask.ping());
		awaitCleared(later);
		assertThat(call.isDone()).isFalse();
	}

	private static WeakReference<Do> cast(ServerRef<TestServer> server) {
		Do message = new Do((self, state) -> self.next(state));
		server.cast(message);
		return new WeakReference<>(message);
	}

	private void awaitCleared(Consumer<Pid> end) {
		awaitCleared(startAndEnd(end));
	}

	private static void awaitCleared(WeakReference<?> reference) {
		Probe.until(() -> {
			System.gc();
			return reference.refersTo(null);
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
