package io.triotp.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.triotp.process.ProcessDetails.WaitingMessages;
import io.triotp.testing.Gate;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InspectionTests {

	private final Processes node = LocalNode.create(NodeOptions.defaults());

	@AfterEach
	void close() {
		this.node.close();
	}

	private ProcessDetails details(Pid pid) {
		return this.node.view().details(pid).orElseThrow();
	}

	@Test
	void it_shows_links_monitors_and_timers_of_both_sides() {
		Puppet one = Puppet.spawn(this.node);
		Puppet other = Puppet.spawn(this.node);
		one.run((self) -> {
			self.link(other.pid());
			self.monitor(other.pid());
			self.sendAfter(Duration.ofHours(1), other.pid(), "later");
		});
		ProcessDetails seen = details(one.pid());
		assertThat(seen.links().some()).containsExactly(other.pid());
		assertThat(seen.monitors().some()).containsExactly(other.pid());
		assertThat(seen.monitoredBy().total()).isZero();
		assertThat(seen.timers()).isOne();
		assertThat(details(other.pid()).links().total()).isOne();
		assertThat(details(other.pid()).monitoredBy().some()).containsExactly(one.pid());
	}

	@Test
	void a_message_that_is_taken_meanwhile_does_not_hide_those_behind_it() {
		ReactiveCell cell = new ReactiveCell((LocalNode) this.node, 1, SpawnOptions.defaults(), null,
				new Nobody(InspectionTests.class));
		for (int i = 0; i < 5; i++) {
			cell.enqueue(new PlainEnvelope(i));
		}
		cell.poll();
		List<Object> seen = new ArrayList<>();
		cell.lookInto(10, (envelope) -> {
			seen.add(envelope.content());
			if (seen.size() == 1) {
				cell.poll();
			}
		});
		assertThat(seen).containsExactly(1, 2, 3, 4);
	}

	@Test
	void it_counts_what_waits_by_class_most_first_and_takes_nothing() throws Exception {
		for (MailboxLimit limit : new MailboxLimit[] { null, new MailboxLimit(10, MailboxLimit.Overflow.REJECT) }) {
			Gate gate = new Gate();
			Probe<Object> seen = new Probe<>();
			SpawnOptions options = (limit != null) ? SpawnOptions.defaults().mailbox(limit) : SpawnOptions.defaults();
			Pid busy = this.node.spawn(options, (self) -> {
				gate.pass();
				for (int i = 0; i < 4; i++) {
					seen.tell(self.receive());
				}
			});
			gate.awaitReached();
			this.node.send(busy, "a");
			this.node.send(busy, 1);
			this.node.send(busy, 2);
			this.node.send(busy, 3);
			ProcessDetails details = details(busy);
			assertThat(details.waiting()).containsExactly(new WaitingMessages(Integer.class, 3),
					new WaitingMessages(String.class, 1));
			assertThat(details.limit()).isEqualTo(Optional.ofNullable(limit));
			gate.open();
			assertThat(seen.await(4)).containsExactly("a", 1, 2, 3);
		}
	}

	@Test
	void many_links_are_counted_and_some_are_listed() {
		Puppet hub = Puppet.spawn(this.node);
		hub.run((self) -> {
			for (int i = 0; i < 1_000; i++) {
				self.spawnLink((child) -> child.receive());
			}
		});
		assertThat(details(hub.pid()).links().total()).isEqualTo(1_000);
		assertThat(details(hub.pid()).links().some()).hasSize(50);
	}

	@Test
	void nothing_is_seen_of_one_that_has_ended() {
		Puppet one = Puppet.spawn(this.node);
		this.node.kill(one.pid());
		assertThat(this.node.view().details(one.pid())).isEmpty();
	}

}
