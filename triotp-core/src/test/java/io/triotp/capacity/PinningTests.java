package io.triotp.capacity;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.triotp.node.Node;
import io.triotp.process.LocalNode;
import io.triotp.process.Processes;
import io.triotp.testing.Puppet;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A virtual thread that is pinned keeps its carrier while it waits, and on two cores two
 * of them stop everything. The flight recorder tells of each, however short.
 */
class PinningTests {

	private static final String PINNED = "jdk.VirtualThreadPinned";

	private static final String SUBMIT_FAILED = "jdk.VirtualThreadSubmitFailed";

	private static final URL LIBRARY = Node.class.getProtectionDomain().getCodeSource().getLocation();

	@TempDir
	private Path folder;

	@Test
	void no_thread_is_pinned_below_code_of_the_library_whatever_it_does() throws Exception {
		// Classes are initialised once, which pins whoever has to wait for that.
		recorded(() -> new Bustle().run());
		Bustle bustle = new Bustle();
		List<Integer> done = new ArrayList<>();
		List<RecordedEvent> events = recorded(() -> done.addAll(bustle.run()));
		assertThat(done).as("answered and failed").hasSize(2).doesNotContain(0);
		assertThat(events).filteredOn((each) -> isOf(each, PINNED) && isOurs(each)).isEmpty();
		assertThat(events).filteredOn((each) -> isOf(each, SUBMIT_FAILED)).isEmpty();
	}

	/** What is looked for above can be found. */
	@Test
	void a_handler_that_blocks_where_that_pins_is_seen() throws Exception {
		try (Processes node = LocalNode.create()) {
			Puppet puppet = Puppet.spawn(node);
			List<RecordedEvent> events = recorded(() -> puppet.run((self) -> initialise()));
			assertThat(events).filteredOn((each) -> isOf(each, PINNED) && isOurs(each)).isNotEmpty();
		}
	}

	/** The class is new each time, so it is initialised each time. */
	private static void initialise() throws IOException, IllegalAccessException {
		try (InputStream code = PinningTests.class.getResourceAsStream("BlockingInitializer.class")) {
			MethodHandles.lookup().defineHiddenClass(code.readAllBytes(), true);
		}
	}

	private List<RecordedEvent> recorded(Work work) throws Exception {
		Path file = Files.createTempFile(this.folder, "recorded", ".jfr");
		try (Recording recording = new Recording()) {
			recording.enable(PINNED).withThreshold(Duration.ZERO).withStackTrace();
			recording.enable(SUBMIT_FAILED);
			recording.start();
			work.run();
			recording.stop();
			recording.dump(file);
		}
		return RecordingFile.readAllEvents(file);
	}

	private static boolean isOf(RecordedEvent event, String name) {
		return event.getEventType().getName().equals(name);
	}

	/**
	 * Without a stack it might be. Who waits for a class is pinned by the JDK, and once.
	 */
	private static boolean isOurs(RecordedEvent event) {
		if (event.getStackTrace() == null) {
			return true;
		}
		List<RecordedFrame> frames = event.getStackTrace().getFrames();
		return frames.stream().anyMatch(PinningTests::isOurs) && frames.stream().noneMatch(PinningTests::loadsClass);
	}

	private static boolean loadsClass(RecordedFrame frame) {
		return frame.getMethod().getType().getName().equals("java.lang.ClassLoader")
				&& frame.getMethod().getName().equals("loadClass");
	}

	private static boolean isOurs(RecordedFrame frame) {
		URL code = PinningTests.class.getClassLoader()
			.getResource(frame.getMethod().getType().getName().replace('.', '/') + ".class");
		return code != null && code.toString().contains(LIBRARY.getPath());
	}

	private interface Work {

		void run() throws Exception;

	}

}
