package io.triotp.process;

import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a callback leaves in the diagnostic context of its thread.
 */
class LeftInContextTests {

	private final Processes node = LocalNode.create();

	private final Probe<Object> probe = new Probe<>();

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void is_gone_for_the_next_message_of_a_busy_process() {
		Puppet puppet = Puppet.spawn(this.node);
		puppet.tell((self) -> {
			// sent before this message is done, so the same thread handles it
			this.node.send(self.pid(), (Puppet.Command) (again) -> {
				this.probe.tell(Thread.currentThread() + " " + MDC.get("customer"));
				return null;
			});
			MDC.put("customer", "alice");
			this.probe.tell(Thread.currentThread() + " null");
			return null;
		});
		Object first = this.probe.await();
		assertThat(this.probe.await()).isEqualTo(first);
	}

	@Test
	void of_the_start_is_gone_for_what_follows() {
		Pid pid = this.node.host().spawn(SpawnOptions.defaults(), new Leaving());
		this.node.send(pid, "message");
		assertThat(this.probe.await(2)).containsExactly("started null", "message null");
	}

	@Test
	void is_gone_when_the_process_cleans_up() {
		Pid pid = this.node.host().spawn(SpawnOptions.defaults(), new Leaving());
		this.node.send(pid, "message");
		this.node.send(pid, "stop");
		assertThat(this.probe.await(4)).endsWith("stop null", "terminate null");
	}

	private final class Leaving implements Behaviour {

		@Override
		public ExitReason start(Self self) {
			MDC.put("customer", "alice");
			return null;
		}

		@Override
		public ExitReason started() {
			return tell("started");
		}

		@Override
		public ExitReason handle(Envelope envelope) {
			tell(envelope.content());
			return envelope.content().equals("stop") ? ExitReason.normal() : null;
		}

		private ExitReason tell(Object what) {
			LeftInContextTests.this.probe.tell(what + " " + MDC.get("customer"));
			MDC.put("customer", "bob");
			return null;
		}

		@Override
		public void terminate(ExitReason reason) {
			tell("terminate");
		}

		@Override
		public Class<?> type() {
			return Leaving.class;
		}

	}

}
