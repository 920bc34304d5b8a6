package io.triotp.registry;

import io.triotp.process.DeadLetterReason;
import io.triotp.process.LocalNode;
import io.triotp.process.MailboxLimit;
import io.triotp.process.NodeOptions;
import io.triotp.process.Processes;
import io.triotp.process.SpawnOptions;
import io.triotp.testing.Gate;
import io.triotp.test.ManualTime;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Groups of processes, and messages to all members.
 */
class ProcessGroupsTests {

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(new ManualTime()));

	private final ProcessGroups<String> groups = new ProcessGroups<>(this.node);

	private final Puppet one = Puppet.spawn(this.node);

	private final Puppet two = Puppet.spawn(this.node);

	private final Gate gate = new Gate();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	@Test
	void every_member_gets_what_is_published() {
		join(this.one, "news");
		join(this.two, "news");
		assertThat(this.groups.publish("news", "hello")).isEqualTo(2);
		assertThat(this.one.received().await()).isEqualTo("hello");
		assertThat(this.two.received().await()).isEqualTo("hello");
		assertThat(this.groups.publish("nothing", "hello")).isZero();
	}

	@Test
	void a_process_that_joins_twice_is_one_member() {
		join(this.one, "news");
		join(this.one, "news");
		assertThat(this.groups.members("news")).containsExactly(this.one.pid());
		this.one.run((self) -> this.groups.leave("news"));
		assertThat(this.groups.members("news")).isEmpty();
		this.one.run((self) -> this.groups.leave("news"));
	}

	@Test
	void a_process_leaves_its_groups_when_it_ends() {
		join(this.one, "news");
		join(this.one, "sports");
		join(this.two, "news");
		this.node.kill(this.one.pid());
		assertThat(this.groups.members("news")).containsExactly(this.two.pid());
		assertThat(this.groups.members("sports")).isEmpty();
	}

	@Test
	void a_member_with_a_full_mailbox_does_not_keep_others_from_getting_it() {
		Puppet full = Puppet.spawn(this.node,
				SpawnOptions.defaults().mailbox(new MailboxLimit(1, MailboxLimit.Overflow.REJECT)));
		join(full, "news");
		Puppet last = Puppet.spawn(this.node);
		join(last, "news");
		full.tell((self) -> {
			this.gate.pass();
			return null;
		});
		this.gate.awaitReached();
		assertThat(this.groups.publish("news", "first")).isEqualTo(2);
		assertThat(this.groups.publish("news", "second")).isOne();
		assertThat(last.received().await(2)).containsExactly("first", "second");
		assertThat(this.node.view().deadLetters(DeadLetterReason.MAILBOX_FULL)).isOne();
	}

	private void join(Puppet puppet, String topic) {
		puppet.run((self) -> this.groups.join(topic));
	}

}
