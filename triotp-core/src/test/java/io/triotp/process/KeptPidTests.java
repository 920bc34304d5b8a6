package io.triotp.process;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.triotp.testing.Gate;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What somebody may keep of a process that has ended, and what that does not keep: the
 * objects of its user.
 */
class KeptPidTests {

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final List<Object> kept = new ArrayList<>();

	private final Gate gate = new Gate();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	@Test
	void a_kept_pid_keeps_no_behaviour_of_a_process_that_was_stopped() {
		assertForgotten((pid) -> this.node.host().stop(pid, ExitReason.shutdown()));
	}

	@Test
	void a_kept_pid_keeps_no_behaviour_of_a_process_that_was_killed() {
		assertForgotten(this.node::kill);
	}

	@Test
	void a_kept_pid_keeps_no_behaviour_of_a_process_that_crashed() {
		assertForgotten((pid) -> this.node.send(pid, (Puppet.Command) (self) -> ExitReason.failure("boom")));
	}

	@Test
	void kept_downs_exits_and_events_keep_no_behaviour() {
		this.node.view().addListener(this.kept::add);
		Puppet watcher = Puppet.spawn(this.node).trapping();
		WeakReference<Object> code = spawnAndEnd(watcher, this.node::kill);
		this.kept.addAll(watcher.received().await(2));
		awaitCleared(code);
		assertThat(this.kept).hasAtLeastOneElementOfType(SystemMessage.Down.class)
			.hasAtLeastOneElementOfType(SystemMessage.Exit.class)
			.hasAtLeastOneElementOfType(ProcessEvent.Exited.class);
	}

	@Test
	void a_kept_pid_keeps_no_body_of_a_plain_process() {
		Probe<ExitReason> ended = new Probe<>();
		WeakReference<Object> code = spawnPlain(ended);
		this.gate.open();
		assertThat(ended.await()).isEqualTo(ExitReason.normal());
		awaitCleared(code);
	}

	@Test
	void a_plain_process_that_has_ended_is_called_what_it_was_called() {
		Probe<ExitReason> ended = new Probe<>();
		WeakReference<Object> code = spawnPlain(ended);
		Pid pid = (Pid) this.kept.get(0);
		String path = pid.path();
		assertThat(path).startsWith(KeptPidTests.class.getName());
		this.gate.open();
		ended.await();
		awaitCleared(code);
		assertThat(pid.path()).isEqualTo(path);
		this.node.view().addListener(this.kept::add);
		this.node.send(pid, "hello?");
		assertThat(this.kept).last()
			.isInstanceOfSatisfying(ProcessEvent.DeadLetter.class,
					(letter) -> assertThat(letter.path()).isEqualTo(path));
	}

	@Test
	void a_kept_down_keeps_nothing_of_others_who_waited_for_the_same_end() {
		Puppet watcher = Puppet.spawn(this.node);
		WeakReference<Object> held = watchedByTwo(watcher);
		this.kept.add(watcher.received().await());
		awaitCleared(held);
		assertThat(this.kept).hasOnlyElementsOfType(SystemMessage.Down.class);
	}

	private WeakReference<Object> watchedByTwo(Puppet watcher) {
		Object held = new Object();
		Pid victim = Puppet.spawn(this.node).pid();
		watcher.run((self) -> self.monitor(victim));
		this.node.host().onExit(victim, (pid, reason) -> assertThat(held).isNotNull());
		this.node.kill(victim);
		return new WeakReference<>(held);
	}

	@Test
	void a_kept_timer_keeps_none_that_was_set_before_it_fired() {
		Puppet puppet = Puppet.spawn(this.node);
		this.kept.add(timer(puppet, 1));
		WeakReference<Object> next = new WeakReference<>(timer(puppet, 2));
		this.time.advance(Duration.ofMillis(1));
		this.time.advance(Duration.ofMillis(1));
		assertThat(puppet.received().await(2)).containsExactly(1L, 2L);
		awaitCleared(next);
		assertThat(this.kept).hasOnlyElementsOfType(TimerRef.class);
	}

	@Test
	void a_kept_timer_or_monitor_of_a_process_that_has_ended_keeps_no_other_of_its() {
		Puppet puppet = Puppet.spawn(this.node);
		Pid target = Puppet.spawn(this.node).pid();
		this.kept.add(timer(puppet, 1));
		this.kept.add(monitor(puppet, target));
		WeakReference<Object> timer = new WeakReference<>(timer(puppet, 2));
		WeakReference<Object> monitor = new WeakReference<>(monitor(puppet, target));
		this.node.kill(puppet.pid());
		awaitCleared(timer);
		awaitCleared(monitor);
		assertThat(this.kept).hasSize(2);
	}

	private static TimerRef timer(Puppet puppet, long millis) {
		return puppet.ask((self) -> self.sendAfter(Duration.ofMillis(millis), millis));
	}

	private static MonitorRef monitor(Puppet puppet, Pid target) {
		return puppet.ask((self) -> self.monitor(target));
	}

	private WeakReference<Object> spawnPlain(Probe<ExitReason> ended) {
		Object held = new Object();
		Pid pid = this.node.spawn((self) -> {
			this.gate.pass();
			assertThat(held).isNotNull();
		});
		this.node.host().onExit(pid, (same, reason) -> ended.tell(reason));
		this.kept.add(pid);
		return new WeakReference<>(held);
	}

	private void assertForgotten(Consumer<Pid> end) {
		awaitCleared(spawnAndEnd(null, end));
	}

	/** In a frame of its own, which holds nothing when it has returned. */
	private WeakReference<Object> spawnAndEnd(@Nullable Puppet watcher, Consumer<Pid> end) {
		Puppet puppet = Puppet.spawn(this.node);
		Pid pid = puppet.pid();
		this.kept.add(pid);
		if (watcher != null) {
			watcher.run((self) -> {
				self.monitor(pid);
				self.link(pid);
			});
		}
		end.accept(pid);
		puppet.exit();
		return new WeakReference<>(puppet);
	}

	private static void awaitCleared(WeakReference<Object> code) {
		Probe.until(() -> {
			System.gc();
			return code.get() == null;
		});
	}

}
