package io.triotp.flight;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.ProcessEvent;
import io.triotp.process.SpawnOptions;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.Gate;
import io.triotp.testing.Lives;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What happens in a node lies in a flight recording, beside what the JVM does.
 */
class FlightRecordingTests {

	private static final AtomicInteger NODES = new AtomicInteger();

	@TempDir
	private Path folder;

	private final ManualTime time = new ManualTime();

	private final Lives lives = new Lives();

	private final Gate gate = new Gate();

	private final Recording recording = new Recording();

	private final Node node = node();

	private Node node() {
		return Node.start(NodeOptions.defaults()
			.name("flight-" + NODES.incrementAndGet())
			.time(this.time)
			.highWaterMark(3)
			.history(0), (failed) -> {
			});
	}

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
		this.recording.close();
	}

	private void record(String... events) {
		for (String event : events) {
			this.recording.enable("triotp." + event);
		}
		this.recording.start();
	}

	/** The events of this node so far. */
	private List<RecordedEvent> recorded(String event) {
		try {
			Path file = Files.createTempFile(this.folder, "recorded", ".jfr");
			this.recording.dump(file);
			return RecordingFile.readAllEvents(file)
				.stream()
				.filter((each) -> each.getEventType().getName().equals("triotp." + event)
						&& each.getString("node").equals(this.node.name()))
				.toList();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private RecordedEvent only(String event) {
		List<RecordedEvent> all = recorded(event);
		assertThat(all).hasSize(1);
		return all.get(0);
	}

	/** What the node notices by itself it tells on its clock. */
	private RecordedEvent awaited(String event, Class<?> happened) {
		Probe<Object> told = new Probe<>();
		this.node.view().addListener((each) -> {
			if (happened.isInstance(each)) {
				told.tell(each);
			}
		});
		Probe.until(() -> {
			this.time.advance(Duration.ZERO);
			return !told.isEmpty();
		});
		return only(event);
	}

	private Pid till(RestartIntensity intensity) {
		ChildSpec till = this.lives.server("till").name("till");
		this.node.start(ApplicationSpec.of("shop", SupervisorSpec.oneForOne(till).intensity(intensity)));
		return this.node.whereis("till").orElseThrow();
	}

	private Pid till() {
		return till(RestartIntensity.DEFAULT);
	}

	private void occupy(Pid pid) {
		Lives.tell(this.node, pid, this.gate::passStubbornly);
		this.gate.awaitReached();
	}

	private boolean isHeard() {
		return this.node.host().events().hasListeners();
	}

	private boolean isRoutineHeard() {
		return this.node.host().events().hasRoutineListeners();
	}

	@Test
	void a_process_starts_and_exits_if_that_is_asked_for() {
		record("ProcessStart", "ProcessExit");
		Pid pid = this.node.spawn(SpawnOptions.defaults().label("job"), (self) -> {
			throw new IllegalStateException("secret");
		});
		Probe.exitOf(this.node, pid);
		Probe.until(() -> !recorded("ProcessExit").isEmpty());
		assertThat(only("ProcessStart").getString("path")).isEqualTo("job");
		RecordedEvent exit = only("ProcessExit");
		assertThat(exit.getLong("process")).isEqualTo(pid.id());
		assertThat(exit.getString("reason")).isEqualTo("crash");
		assertThat(exit.getString("exception")).isEqualTo(IllegalStateException.class.getName());
		assertThat(exit.getDuration("lived")).isBetween(Duration.ZERO, Duration.ofMinutes(1));
		assertThat(exit.toString()).doesNotContain("secret");
	}

	@Test
	void a_child_crashes_and_is_restarted() {
		record();
		Pid first = till();
		Lives.crash(this.node, first);
		Probe.until(() -> !recorded("ProcessRestart").isEmpty());
		RecordedEvent exit = only("ChildExit");
		assertThat(exit.getString("path")).isEqualTo("shop/till");
		assertThat(exit.getString("supervisor")).isEqualTo("shop");
		assertThat(exit.getString("reason")).isEqualTo("crash");
		assertThat(exit.getLong("process")).isEqualTo(first.id());
		RecordedEvent restart = only("ProcessRestart");
		assertThat(restart.getString("path")).isEqualTo("shop/till");
		assertThat(restart.getInt("incarnation")).isEqualTo(2);
		assertThat(restart.getLong("process")).isEqualTo(this.node.whereis("till").orElseThrow().id());
	}

	@Test
	void a_supervisor_gives_up() {
		record();
		Lives.crash(this.node, till(new RestartIntensity(0, Duration.ofSeconds(5))));
		Probe.until(() -> !recorded("SupervisorGiveUp").isEmpty());
		RecordedEvent event = recorded("SupervisorGiveUp").get(0);
		assertThat(event.getString("child")).isEqualTo("till");
		assertThat(event.getString("reason")).isEqualTo("crash");
		assertThat(event.getInt("maxRestarts")).isZero();
		assertThat(event.getDuration("period")).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void a_handler_is_wedged_and_freed() {
		record();
		occupy(till());
		this.time.advance(NodeOptions.DEFAULT_WEDGED_AFTER);
		RecordedEvent wedged = awaited("HandlerWedged", ProcessEvent.HandlerWedged.class);
		assertThat(wedged.getString("path")).isEqualTo("shop/till");
		assertThat(wedged.getDuration("working")).isGreaterThanOrEqualTo(NodeOptions.DEFAULT_WEDGED_AFTER);
		assertThat(wedged.getString("frames")).contains("Gate.passStubbornly");
		this.gate.open();
		RecordedEvent freed = awaited("HandlerFreed", ProcessEvent.HandlerFreed.class);
		assertThat(freed.getDuration("working")).isGreaterThanOrEqualTo(NodeOptions.DEFAULT_WEDGED_AFTER);
		assertThat(freed.getBoolean("ended")).isFalse();
	}

	@Test
	void a_call_times_out_and_the_stack_is_that_of_its_caller() {
		record();
		Pid pid = till();
		occupy(pid);
		ServerRef<Object> server = ServerRef.named(this.node, "till");
		assertThatExceptionOfType(CallException.TimedOut.class)
			.isThrownBy(() -> server.call(new Question(), Duration.ZERO));
		RecordedEvent event = only("CallTimeout");
		assertThat(event.getString("path")).isEqualTo("shop/till");
		assertThat(event.getString("request")).isEqualTo(Question.class.getName());
		assertThat(event.getDuration("timeout")).isZero();
		assertThat(event.getString("stage")).isEqualTo("QUEUED");
		assertThat(event.getInt("mailboxSize")).isOne();
		assertThat(event.getStackTrace().getFrames())
			.anyMatch((frame) -> frame.getMethod().getType().getName().equals(getClass().getName()));
	}

	@Test
	void a_message_is_a_dead_letter() {
		record();
		Pid pid = this.node.spawn((self) -> {
		});
		Probe.exitOf(this.node, pid);
		this.node.send(pid, "secret");
		RecordedEvent event = only("DeadLetter");
		assertThat(event.getString("message")).isEqualTo(String.class.getName());
		assertThat(event.getString("reason")).isEqualTo("NO_PROCESS");
		assertThat(event.toString()).doesNotContain("secret");
	}

	@Test
	void a_mailbox_is_high() {
		record();
		Pid pid = till();
		occupy(pid);
		for (int i = 0; i < 3; i++) {
			this.node.send(pid, "secret");
		}
		this.time.advance(Duration.ZERO);
		RecordedEvent event = only("MailboxHigh");
		assertThat(event.getString("path")).isEqualTo("shop/till");
		assertThat(event.getInt("size")).isEqualTo(3);
		assertThat(event.getInt("mark")).isEqualTo(3);
	}

	@Test
	void code_of_a_killed_process_runs_on() {
		record();
		Pid pid = till();
		occupy(pid);
		this.node.kill(pid);
		this.time.advance(Duration.ofMillis(6_100));
		this.time.advance(Duration.ZERO);
		RecordedEvent event = only("Zombie");
		assertThat(event.getLong("process")).isEqualTo(pid.id());
		assertThat(event.getDuration("age")).isEqualTo(Duration.ofMillis(6_100));
	}

	@Test
	void nobody_listens_unless_something_is_recorded_and_to_routine_only_if_it_is() {
		assertThat(isHeard()).isFalse();
		record();
		assertThat(isHeard()).isTrue();
		assertThat(isRoutineHeard()).isFalse();
		try (Recording routine = new Recording()) {
			routine.enable("triotp.ProcessStart");
			routine.start();
			assertThat(isRoutineHeard()).isTrue();
			routine.stop();
		}
		assertThat(isRoutineHeard()).isFalse();
		assertThat(isHeard()).isTrue();
		this.recording.stop();
		assertThat(isHeard()).isFalse();
	}

	@Test
	void a_node_that_is_started_while_something_is_recorded_is_recorded_too_until_it_is_closed() {
		record();
		Node later = node();
		assertThat(later.host().events().hasListeners()).isTrue();
		later.close();
		assertThat(later.host().events().hasListeners()).isFalse();
		try (Recording another = new Recording()) {
			another.start();
			assertThat(later.host().events().hasListeners()).isFalse();
		}
	}

	@Test
	void all_events_say_what_they_are() {
		record();
		List<EventType> types = new ArrayList<>(FlightRecorder.getFlightRecorder().getEventTypes());
		types.removeIf((type) -> !type.getName().startsWith("triotp."));
		assertThat(types).extracting(EventType::getName).contains("triotp.ProcessStart", "triotp.ProcessExit");
		assertThat(types).allSatisfy((type) -> {
			assertThat(type.getDescription()).isNotBlank();
			assertThat(type.getCategoryNames()).containsExactly("TriOTP");
			assertThat(type.getFields()).extracting(ValueDescriptor::getName).contains("node", "path", "process");
		});
	}

	private record Question() implements Call<Object, String> {
	}

}
