package io.triotp.flight;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.triotp.process.LocalNode;
import io.triotp.process.Processes;
import io.triotp.testing.Gate;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Code that blocks where its virtual thread cannot leave its carrier.
 */
@EnabledForJreRange(min = JRE.JAVA_24) // before, a machine with one carrier has no other
class PinnedTests {

	private static volatile Gate gate = new Gate();

	private static volatile @Nullable Thread blocked;

	@TempDir
	private Path folder;

	private final Processes node = LocalNode.create();

	@AfterEach
	void close() {
		gate.open();
		this.node.close();
	}

	static void block() {
		blocked = Thread.currentThread();
		gate.passStubbornly();
	}

	/** A class that is initialised anew each time. */
	private static void initialise() throws IOException, IllegalAccessException {
		try (InputStream bytes = PinnedTests.class.getResourceAsStream("PinnedTests$Slow.class")) {
			MethodHandles.lookup().defineHiddenClass(bytes.readAllBytes(), true);
		}
	}

	@Test
	void code_that_blocks_in_the_initialiser_of_a_class_is_recorded_and_the_others_go_on() throws Exception {
		gate = new Gate();
		try (Recording recording = new Recording()) {
			recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withStackTrace();
			recording.start();
			Puppet pinned = Puppet.spawn(this.node);
			Puppet other = Puppet.spawn(this.node);
			pinned.tell((self) -> {
				initialise();
				return null;
			});
			gate.awaitReached();
			// It is pinned when it waits, which is a moment later.
			Probe.until(() -> blocked.getState() == Thread.State.TIMED_WAITING);
			assertThat(other.<String>ask((self) -> "goes on")).isEqualTo("goes on");
			gate.open();
			assertThat(pinned.<String>ask((self) -> "goes on too")).isEqualTo("goes on too");
			assertThat(events(recording)).anySatisfy((event) -> assertThat(event.getStackTrace().getFrames())
				.anyMatch((frame) -> frame.getMethod().getType().getName().equals(PinnedTests.class.getName())
						&& frame.getMethod().getName().equals("block")));
		}
	}

	private List<RecordedEvent> events(Recording recording) throws IOException {
		Path file = Files.createTempFile(this.folder, "recorded", ".jfr");
		recording.dump(file);
		return RecordingFile.readAllEvents(file);
	}

	/** Its initialiser blocks. */
	static final class Slow {

		static {
			block();
		}

		private Slow() {
		}

	}

}
