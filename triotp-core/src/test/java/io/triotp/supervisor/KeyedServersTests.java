package io.triotp.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Processes;
import io.triotp.process.SpawnOptions;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.InitResult;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.test.Await;
import io.triotp.test.ManualTime;
import io.triotp.testing.Gate;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * One server for each key.
 */
class KeyedServersTests {

	private static final Backoff SLOWLY = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(1),
			Backoff.DEFAULT_FACTOR, 0, Backoff.DEFAULT_RESET_AFTER);

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final AtomicInteger starts = new AtomicInteger();

	private KeyedServers<Device> devices;

	@AfterEach
	void close() {
		this.node.close();
	}

	private void open(DynamicSupervisorSpec spec) {
		DynamicSupervisor.start(this.node, "devices", spec);
		this.devices = KeyedServers.of(this.node, "devices", (key) -> new Device(key, this.starts));
	}

	private void open() {
		open(DynamicSupervisorSpec.defaults());
	}

	private Object ask(String key, String what) {
		return this.devices.get(key).call(new Ask(what));
	}

	private void crash(String key) {
		ServerRef<Device> device = this.devices.get(key);
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> device.call(new Ask("crash")));
	}

	/** Until its supervisor has noted that it has ended. */
	private void crashAndAwaitBackoff(String key) {
		crash(key);
		Await.until(() -> DynamicSupervisor.named(this.node, "devices")
			.children()
			.stream()
			.anyMatch((child) -> child.id().equals(key) && child.status() == ChildStatus.RESTARTING));
	}

	@Test
	void the_server_of_a_key_is_started_when_it_is_first_asked_for() {
		open();
		assertThat(this.devices.find("d1")).isEmpty();
		assertThat(ask("d1", "name")).isEqualTo("d1");
		assertThat(ask("d1", "name")).isEqualTo("d1");
		assertThat(ask("d2", "name")).isEqualTo("d2");
		assertThat(this.starts).hasValue(2);
		assertThat(this.node.whereis("devices/d1")).isPresent();
		assertThat(this.devices.find("d1")).isPresent();
		assertThat(this.devices.keys()).containsExactlyInAnyOrder("d1", "d2");
	}

	@Test
	void of_many_that_ask_at_once_one_starts_it() throws Throwable {
		open();
		CountDownLatch begin = new CountDownLatch(1);
		List<Future<Object>> askers = IntStream.range(0, 50).mapToObj((i) -> Probe.async(() -> {
			begin.await();
			return ask("d1", "name");
		})).toList();
		begin.countDown();
		for (Future<Object> asker : askers) {
			assertThat(Probe.get(asker)).isEqualTo("d1");
		}
		assertThat(this.starts).hasValue(1);
	}

	@Test
	void a_server_that_crashed_is_reached_by_its_key_when_it_is_back() {
		open();
		Pid first = this.devices.get("d1").pid().orElseThrow();
		crash("d1");
		Await.until(() -> this.devices.find("d1").flatMap(ServerRef::pid).filter((pid) -> pid != first).isPresent());
		assertThat(ask("d1", "name")).isEqualTo("d1");
		assertThat(this.devices.keys()).containsExactly("d1");
	}

	@Test
	void a_server_that_waits_for_its_restart_is_left_to_its_backoff() {
		open(DynamicSupervisorSpec.defaults().backoff(SLOWLY));
		this.devices.get("d1");
		crashAndAwaitBackoff("d1");
		ServerRef<Device> waiting = this.devices.get("d1");
		assertThat(this.devices.find("d1")).isPresent();
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(() -> waiting.call(new Ask("name")));
		assertThat(this.starts).hasValue(1);
		this.time.advance(Duration.ofMinutes(1));
		Await.until(() -> waiting.pid().isPresent());
		assertThat(ask("d1", "name")).isEqualTo("d1");
		assertThat(this.starts).hasValue(2);
	}

	/** Its name is free, and its supervisor has not heard of its end yet. */
	private void crashUnheardOf(String key, Gate gate) {
		ServerRef<Device> device = this.devices.get(key);
		this.node.host().onExit(device.pid().orElseThrow(), (pid, reason) -> gate.passStubbornly());
		device.send("crash");
		gate.awaitReached();
		assertThat(device.pid()).isEmpty();
	}

	/** While the supervisor works on it, or has done so, it hears of the end. */
	private <T> T whileUnheardOf(Gate gate, Callable<T> request) throws Throwable {
		Future<T> asked = Probe.async(request);
		Pid supervisor = this.node.whereis("devices").orElseThrow();
		Await.until(() -> asked.isDone() || this.node.view()
			.info(supervisor)
			.filter((info) -> info.state() != ProcessInfo.State.WAITING)
			.isPresent());
		gate.open();
		return Probe.get(asked);
	}

	@Test
	void one_whose_supervisor_has_not_heard_of_its_crash_is_left_to_its_backoff_too() throws Throwable {
		open(DynamicSupervisorSpec.defaults().backoff(SLOWLY));
		Gate gate = new Gate();
		crashUnheardOf("d1", gate);
		whileUnheardOf(gate, () -> this.devices.get("d1"));
		assertThat(this.starts).hasValue(1);
		assertThat(DynamicSupervisor.named(this.node, "devices").children()).singleElement()
			.extracting(ChildInfo::status)
			.isEqualTo(ChildStatus.RESTARTING);
		assertThat(this.devices.stop("d1")).isTrue();
		assertThat(this.node.whereis("devices/d1")).isEmpty();
	}

	@Test
	void one_whose_supervisor_has_not_heard_of_its_crash_is_restarted_once() throws Throwable {
		open();
		Gate gate = new Gate();
		crashUnheardOf("d1", gate);
		ServerRef<Device> device = whileUnheardOf(gate, () -> this.devices.get("d1"));
		assertThat(device.call(new Ask("name"))).isEqualTo("d1");
		assertThat(DynamicSupervisor.named(this.node, "devices").children()).singleElement()
			.extracting(ChildInfo::restarts)
			.isEqualTo(1);
		assertThat(this.starts).hasValue(2);
	}

	@Test
	void one_whose_supervisor_has_not_heard_of_its_crash_can_be_stopped() throws Throwable {
		open();
		Gate gate = new Gate();
		crashUnheardOf("d1", gate);
		assertThat(whileUnheardOf(gate, () -> this.devices.stop("d1"))).isTrue();
		assertThat(this.devices.keys()).isEmpty();
		assertThat(this.starts).hasValue(1);
	}

	@Test
	void one_that_does_not_come_back_when_an_operator_restarts_it_is_tried_again() {
		AtomicInteger starts = new AtomicInteger();
		DynamicSupervisor supervisor = DynamicSupervisor.start(this.node, "devices",
				DynamicSupervisorSpec.defaults().backoff(SLOWLY));
		this.devices = KeyedServers.ofSpecs(this.node, "devices",
				(key) -> ChildSpec
					.server(key, () -> new Device((starts.incrementAndGet() == 2) ? "broken" : key, this.starts))
					.restart(Restart.TRANSIENT));
		Pid first = this.devices.get("d1").pid().orElseThrow();
		assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> supervisor.restartChild(first));
		assertThat(supervisor.children()).singleElement()
			.extracting(ChildInfo::status)
			.isEqualTo(ChildStatus.RESTARTING);
		this.time.advance(Duration.ofMinutes(1));
		Await.until(() -> this.node.whereis("devices/d1").isPresent());
		assertThat(ask("d1", "name")).isEqualTo("d1");
	}

	@Test
	void one_that_has_stopped_is_started_again_when_it_is_asked_for() {
		open();
		Pid first = this.devices.get("d1").pid().orElseThrow();
		assertThat(ask("d1", "stop")).isEqualTo("bye");
		Await.until(() -> this.devices.keys().isEmpty());
		assertThat(this.devices.find("d1")).isEmpty();
		assertThat(this.devices.get("d1").pid()).isPresent().get().isNotEqualTo(first);
	}

	@Test
	void a_key_can_be_stopped_also_while_its_server_waits_for_its_restart() {
		open(DynamicSupervisorSpec.defaults().backoff(SLOWLY));
		assertThat(this.devices.stop("d1")).isFalse();
		Pid running = this.devices.get("d1").pid().orElseThrow();
		assertThat(this.devices.stop("d1")).isTrue();
		assertThat(running.isAlive()).isFalse();
		this.devices.get("d1");
		crashAndAwaitBackoff("d1");
		assertThat(this.devices.stop("d1")).isTrue();
		assertThat(this.devices.find("d1")).isEmpty();
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.devices.keys()).isEmpty();
		assertThat(ask("d1", "name")).isEqualTo("d1");
	}

	@Test
	void a_specification_says_more_and_its_id_and_name_are_those_of_the_key() {
		DynamicSupervisor.start(this.node, "devices", DynamicSupervisorSpec.defaults());
		this.devices = KeyedServers.ofSpecs(this.node, "devices",
				(key) -> ChildSpec.server("any", () -> new Device(key, this.starts))
					.name("any")
					.restart(Restart.TEMPORARY));
		assertThat(ask("d1", "name")).isEqualTo("d1");
		assertThat(this.devices.keys()).containsExactly("d1");
		crash("d1");
		Await.until(() -> this.devices.find("d1").isEmpty());
	}

	@Test
	void a_template_gets_the_key_as_its_argument_and_names_the_child() {
		DynamicSupervisor.start(this.node, "devices",
				DynamicSupervisorSpec.defaults()
					.template((id, arguments) -> ChildSpec
						.server(id, () -> new Device((String) arguments[0], this.starts))
						.name("devices/" + id)));
		this.devices = KeyedServers.ofTemplate(this.node, "devices");
		assertThat(ask("d1", "name")).isEqualTo("d1");
		assertThat(ask("d1", "name")).isEqualTo("d1");
		assertThat(this.starts).hasValue(1);
	}

	@Test
	void a_template_that_gives_another_name_is_told_which_one_it_should_give() {
		DynamicSupervisor.start(this.node, "devices", DynamicSupervisorSpec.defaults()
			.template((id, arguments) -> ChildSpec.server(id, () -> new Device(id, this.starts))));
		this.devices = KeyedServers.ofTemplate(this.node, "devices");
		assertThatIllegalArgumentException().isThrownBy(() -> this.devices.get("d1"))
			.withMessageContaining("'devices/d1'");
		assertThat(this.devices.keys()).isEmpty();
	}

	@Test
	void what_cannot_be_started_is_told() {
		open(DynamicSupervisorSpec.defaults().maxChildren(1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.devices.get("a/b"));
		assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> this.devices.get("broken"));
		assertThatIllegalStateException().isThrownBy(() -> this.devices.get("ignored"))
			.withMessageContaining("devices/ignored");
		this.devices.get("d1");
		assertThatExceptionOfType(TooManyChildrenException.class).isThrownBy(() -> this.devices.get("d2"));
		assertThat(this.devices.stop("d1")).isTrue();
		assertThat(ask("d2", "name")).isEqualTo("d2");
	}

	@Test
	void whoever_else_has_the_name_of_a_key_is_not_stopped() {
		open();
		Pid stranger = this.node.spawn(SpawnOptions.defaults(), PlainProcess::receive);
		this.node.register("devices/d1", stranger);
		assertThat(this.devices.stop("d1")).isFalse();
		assertThat(stranger.isAlive()).isTrue();
	}

	@Test
	void without_a_supervisor_it_says_so() {
		this.devices = KeyedServers.of(this.node, "devices", (key) -> new Device(key, this.starts));
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(() -> this.devices.get("d1"))
			.withMessageContaining("devices");
	}

	record Ask(String what) implements Call<Device, String> {
	}

	static final class Device implements GenServer<String, Ask, Cast<Device>> {

		private final String key;

		private final AtomicInteger starts;

		Device(String key, AtomicInteger starts) {
			this.key = key;
			this.starts = starts;
		}

		@Override
		public String init() {
			if (this.key.equals("broken")) {
				throw new IllegalStateException("broken");
			}
			this.starts.incrementAndGet();
			return this.key;
		}

		@Override
		public InitResult<String> onStart() {
			return this.key.equals("ignored") ? InitResult.ignore() : InitResult.ready(init());
		}

		@Override
		public Next<String> handleInfo(Object message, String state) {
			throw new IllegalStateException("told to");
		}

		@Override
		public CallResult<String> handleCall(Ask ask, From from, String state) {
			return switch (ask.what()) {
				case "crash" -> throw new IllegalStateException("asked to");
				case "stop" -> replyAndStop(ask, "bye", ExitReason.normal(), state);
				default -> reply(ask, state, state);
			};
		}

	}

}
