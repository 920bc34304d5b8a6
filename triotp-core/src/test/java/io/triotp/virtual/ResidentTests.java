package io.triotp.virtual;

import java.util.ArrayList;
import java.util.List;

import io.triotp.process.Envelope;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.SpawnOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What waits for a virtual server.
 */
class ResidentTests {

	private final Processes node = LocalNode.create(NodeOptions.defaults());

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void nobody_can_send_to_a_process_itself_before_it_has_all_that_waits() {
		Resident resident = new Resident("alice");
		assertThat(resident.keep(new Message(), null)).isEqualTo(Resident.Kept.FIRST);
		assertThat(resident.keep(new Message(), null)).isEqualTo(Resident.Kept.BEHIND);
		Pid pid = this.node.spawn(SpawnOptions.defaults(), (self) -> self.receive());
		List<@Nullable Pid> open = new ArrayList<>();
		assertThat(resident.runs(pid, (message) -> open.add(resident.open()))).isTrue();
		assertThat(open).containsExactly(null, null);
		assertThat(resident.open()).isEqualTo(pid);
	}

	private static final class Message extends Envelope {

		@Override
		public Object content() {
			return "message";
		}

	}

}
