package io.triotp.flight;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.server.GenServer;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.Next;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;
import io.triotp.test.ManualTime;
import jdk.jfr.AnnotationElement;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who looks at what a thread did sees for which process and message.
 */
class HandlingRecorderTests {

	@TempDir
	private Path folder;

	private final Recording recording = new Recording();

	private final Node node = Node.start(NodeOptions.defaults()
		.name("handling")
		.time(new ManualTime())
		.observers(FlightRecording.handlings("handling")));

	@AfterEach
	void close() {
		this.node.close();
		this.recording.close();
	}

	private List<RecordedEvent> recorded() throws Exception {
		return RecordingFile.readAllEvents(dumped());
	}

	private Path dumped() throws Exception {
		Path file = Files.createTempFile(this.folder, "recorded", ".jfr");
		this.recording.dump(file);
		return file;
	}

	private ServerRef<Worker> start() {
		return GenServer.start(this.node, new Worker(), ServerOptions.named("worker"));
	}

	@Test
	void a_handling_lies_around_what_its_thread_does_meanwhile() throws Exception {
		this.recording.enable("triotp.Handling").withThreshold(Duration.ZERO);
		this.recording.enable(Inside.class);
		this.recording.start();
		ServerRef<Worker> server = start();
		server.call(new Work());
		Pid pid = server.pid().orElseThrow();
		List<RecordedEvent> handlings = recorded().stream()
			.filter((each) -> each.getEventType().getName().equals("triotp.Handling"))
			.toList();
		assertThat(handlings).extracting((each) -> each.getString("kind")).contains("START", "CALL");
		RecordedEvent call = handlings.stream()
			.filter((each) -> each.getString("kind").equals("CALL"))
			.findFirst()
			.orElseThrow();
		assertThat(call.getString("node")).isEqualTo("handling");
		assertThat(call.getString("path")).isEqualTo("worker");
		assertThat(call.getLong("process")).isEqualTo(pid.id());
		assertThat(call.getString("message")).isEqualTo(Work.class.getName());
		RecordedEvent inside = recorded().stream()
			.filter((each) -> each.getEventType().getName().equals("test.Inside"))
			.findFirst()
			.orElseThrow();
		assertThat(inside.getThread().getJavaThreadId()).isEqualTo(call.getThread().getJavaThreadId());
		assertThat(inside.getStartTime()).isBetween(call.getStartTime(), call.getEndTime());
	}

	@Test
	void nothing_is_written_unless_it_is_recorded_and_long_enough() throws Exception {
		ServerRef<Worker> server = start();
		this.recording.enable("triotp.Handling");
		this.recording.start();
		for (int i = 0; i < 100; i++) {
			server.call(new Work());
		}
		assertThat(recorded()).noneMatch((each) -> each.getEventType().getName().equals("triotp.Handling")
				&& each.getDuration().compareTo(Duration.ofMillis(10)) < 0);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_25)
	void the_process_and_its_message_are_context() {
		this.recording.start();
		EventType type = FlightRecorder.getFlightRecorder()
			.getEventTypes()
			.stream()
			.filter((each) -> each.getName().equals("triotp.Handling"))
			.findFirst()
			.orElseThrow();
		assertThat(type.getFields().stream().filter(HandlingRecorderTests::isContextual))
			.extracting(ValueDescriptor::getName)
			.containsExactly("node", "path", "process", "message");
	}

	private static boolean isContextual(ValueDescriptor field) {
		return field.getAnnotationElements()
			.stream()
			.map(AnnotationElement::getTypeName)
			.anyMatch("jdk.jfr.Contextual"::equals);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_25)
	void jfr_print_shows_the_process_beside_what_happened() throws Exception {
		this.recording.enable("triotp.Handling").withThreshold(Duration.ZERO);
		this.recording.enable(Inside.class);
		this.recording.start();
		start().call(new Work());
		this.recording.stop();
		String jfr = Path.of(System.getProperty("java.home"), "bin", "jfr").toString();
		Process printing = new ProcessBuilder(
				Stream.of(jfr, "print", "--events", "test.Inside", dumped().toString()).toList())
			.redirectErrorStream(true)
			.start();
		String printed = new String(printing.getInputStream().readAllBytes());
		assertThat(printing.waitFor()).as(printed).isZero();
		assertThat(printed).contains("test.Inside", "Context: Handling.path = \"worker\"", Work.class.getName());
	}

	/** Stands for what the JVM records. */
	@Name("test.Inside")
	static final class Inside extends Event {

	}

	private record Work() implements Call<Worker, String> {
	}

	private static final class Worker implements GenServer<String, Work, Cast<Worker>> {

		@Override
		public String init() {
			return "";
		}

		@Override
		public CallResult<String> handleCall(Work request, From from, String state) {
			new Inside().commit();
			return reply(request, "done", state);
		}

		@Override
		public Next<String> handleInfo(Object message, String state) {
			return next(state);
		}

	}

}
