package io.triotp.process;

import java.time.Duration;
import java.util.Map;

import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * The powers of a process over itself, and who may use them.
 */
class SelfTests {

	private final Processes node = LocalNode.create(NodeOptions.defaults().name("mine").time(new ManualTime()));

	private final Puppet puppet = Puppet.spawn(this.node, SpawnOptions.defaults().label("shop/stock"));

	private final Puppet other = Puppet.spawn(this.node);

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void another_thread_cannot_act_as_the_process() {
		Self self = this.puppet.ask((me) -> me);
		Pid pid = this.other.pid();
		MonitorRef monitor = this.puppet.ask((me) -> me.monitor(pid));
		Map<String, Runnable> powers = Map.ofEntries(Map.entry("send", () -> self.send(pid, "hello")),
				Map.entry("send by name", () -> self.send("other", "hello")),
				Map.entry("trap exits", () -> self.trapExits(true)), Map.entry("link", () -> self.link(pid)),
				Map.entry("unlink", () -> self.unlink(pid)), Map.entry("monitor", () -> self.monitor(pid)),
				Map.entry("monitor by name", () -> self.monitor("other")),
				Map.entry("demonitor", () -> self.demonitor(monitor)),
				Map.entry("demonitor and flush", () -> self.demonitorAndFlush(monitor)),
				Map.entry("spawn linked", () -> self.spawnLink((me) -> {
				})), Map.entry("spawn monitored", () -> self.spawnMonitor((me) -> {
				})), Map.entry("start a timer", () -> self.startTimer(Duration.ZERO, "tick")),
				Map.entry("send later", () -> self.sendAfter(Duration.ZERO, "tick")),
				Map.entry("send later by name", () -> self.sendAfter(Duration.ZERO, "other", "tick")),
				Map.entry("send every", () -> self.sendEvery(Duration.ofSeconds(1), "tick")),
				Map.entry("register", () -> self.register("stock")));
		powers.forEach((power, use) -> assertThatIllegalStateException().as(power)
			.isThrownBy(use::run)
			.withMessageContaining("does not run shop/stock (" + this.puppet.pid() + ")"));
		assertThat(this.node.view().links(this.puppet.pid())).isEmpty();
	}

	@Test
	void the_powers_of_one_process_are_not_those_of_another() {
		Self self = this.puppet.ask((me) -> me);
		assertThatIllegalStateException().isThrownBy(() -> this.other.run((me) -> self.trapExits(true)))
			.withMessageContaining("does not run shop/stock");
	}

	@Test
	void any_thread_may_read_what_a_process_tells_of_itself() {
		Self self = this.puppet.ask((me) -> me);
		assertThatNoException().isThrownBy(() -> {
			assertThat(self.pid()).isSameAs(this.puppet.pid());
			assertThat(self.alive()).isTrue();
			assertThat(self.processes().name()).isEqualTo("mine");
			assertThat(self.whereis("nobody")).isEmpty();
		});
	}

	@Test
	void a_process_sends_and_finds_by_itself() {
		this.node.register("other", this.other.pid());
		this.puppet.run((me) -> {
			me.send(this.other.pid(), "by pid");
			me.send("other", "by name");
			assertThat(me.whereis("other")).contains(this.other.pid());
		});
		assertThat(this.other.received().await(2)).containsExactly("by pid", "by name");
	}

	@Test
	void a_pid_names_its_node() {
		assertThat(this.puppet.pid().node()).isEqualTo("mine");
	}

	@Test
	void a_thread_waits_for_the_end_of_a_process_in_one_call() throws InterruptedException {
		Pid pid = this.puppet.pid();
		assertThat(this.node.awaitExit(pid, Duration.ZERO)).isEmpty();
		Probe<ExitReason> seen = new Probe<>();
		Thread waiting = Thread.ofVirtual().start(() -> {
			try {
				this.node.awaitExit(pid, Duration.ofDays(1)).ifPresent(seen::tell);
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		});
		this.node.host().stop(pid, ExitReason.failure("boom"));
		assertThat(seen.await()).isEqualTo(ExitReason.failure("boom"));
		waiting.join();
		assertThat(this.node.awaitExit(pid, Duration.ZERO)).contains(ExitReason.failure("boom"));
	}

}
