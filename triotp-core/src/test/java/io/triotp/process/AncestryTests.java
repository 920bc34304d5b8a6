package io.triotp.process;

import java.util.HashSet;
import java.util.Set;

import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who descends from whom, and that the living do not keep all generations before them.
 */
class AncestryTests {

	private static final int GENERATIONS = 100;

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(new ManualTime()));

	private final Probe<PlainProcess> begun = new Probe<>();

	@AfterEach
	void close() {
		this.node.close();
	}

	private Puppet childOf(Puppet parent) {
		return parent.ask((self) -> Puppet.spawn(self.processes(), SpawnOptions.defaults().linked(true)));
	}

	private static Set<ProcessCell> ancestors(Pid pid) {
		Set<ProcessCell> all = new HashSet<>();
		for (ProcessCell above = parent(pid); above != null; above = parent(above)) {
			all.add(above);
		}
		return all;
	}

	private static ProcessCell parent(Pid pid) {
		return ((ProcessCell) pid).parent;
	}

	private void end(Puppet puppet) {
		puppet.tell((self) -> ExitReason.normal());
		puppet.exit();
		Probe.until(() -> ((ProcessCell) puppet.pid()).runner == null);
	}

	@Test
	void a_chain_of_generations_that_end_keeps_the_last_and_the_first() {
		Puppet first = Puppet.spawn(this.node);
		Puppet last = childOf(first);
		end(first);
		Pid starter = first.pid();
		for (int i = 0; i < GENERATIONS; i++) {
			Puppet next = childOf(last);
			starter = last.pid();
			end(last);
			last = next;
		}
		assertThat(ancestors(last.pid())).containsExactlyInAnyOrder((ProcessCell) starter, (ProcessCell) first.pid());
		assertThat(last.<Pid>ask((self) -> self.parent().orElseThrow())).isEqualTo(starter);
		assertThat(this.node.host().descends(last.pid(), first.pid())).isTrue();
		assertThat(this.node.host().orphans(first.pid())).containsExactly(last.pid());
	}

	@Test
	void a_chain_of_plain_processes_that_end_keeps_the_last_and_the_first() {
		this.node.spawn((self) -> generation(self, GENERATIONS));
		PlainProcess last = this.begun.await();
		Probe.until(() -> this.node.view().processCount() == 1);
		Probe.until(() -> parent(last.pid()) instanceof BodyCell above && above.runner == null);
		assertThat(ancestors(last.pid())).hasSizeLessThanOrEqualTo(3);
	}

	/** Each waits until its starter is gone, and starts the next. */
	private void generation(PlainProcess self, int left) throws InterruptedException {
		ProcessCell starter = parent(self.pid());
		Probe.until(() -> starter == null || (!starter.isAlive() && starter.runner == null));
		if (left == 0) {
			this.begun.tell(self);
			self.receive();
			return;
		}
		self.spawnLink((next) -> generation(next, left - 1));
	}

	@Test
	void generations_between_a_living_one_and_its_descendants_are_skipped_once_they_have_ended() {
		Puppet top = Puppet.spawn(this.node);
		Puppet child = childOf(top);
		Puppet grandchild = childOf(child);
		Puppet last = childOf(grandchild);
		end(child);
		end(grandchild);
		assertThat(ancestors(last.pid())).containsExactlyInAnyOrder((ProcessCell) grandchild.pid(),
				(ProcessCell) top.pid());
		assertThat(this.node.host().descends(last.pid(), top.pid())).isTrue();
	}

}
