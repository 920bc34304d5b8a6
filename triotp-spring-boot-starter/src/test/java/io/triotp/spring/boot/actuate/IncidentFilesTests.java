package io.triotp.spring.boot.actuate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.triotp.application.ApplicationSpec;
import io.triotp.history.HistoryEntry;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.spring.boot.Crasher;
import io.triotp.spring.boot.view.EventsDescriptor.EventDescriptor;
import io.triotp.spring.boot.view.IncidentDescriptor;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What breaks is known after the end of its JVM.
 */
@SuppressWarnings("unchecked")
class IncidentFilesTests {

	@TempDir
	Path directory;

	private static IncidentDescriptor incident(int number) {
		Instant at = Instant.parse("2026-01-01T00:00:00.000Z").plusSeconds(number);
		return new IncidentDescriptor("i" + number, at, at, HistoryEntry.Type.WEDGED, "shop/till", "shop",
				new EventDescriptor(number, at, HistoryEntry.Type.WEDGED, HistoryEntry.Severity.WARNING, "shop/till",
						"p1", 1, null, null, null, "for 2 s"),
				List.of(), null, List.of(), List.of(), List.of(), List.of());
	}

	private List<String> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	@Test
	void theNextRunTellsOfTheIncidentsOfTheLast() throws IOException {
		String whole;
		try (ConfigurableApplicationContext context = run()) {
			EndpointClient curl = EndpointClient.of(context);
			context.getBean(Node.class).<Crasher>server("one").cast(new Crasher.Crash());
			String id = (String) awaitGaveUp(curl).get("id");
			awaitFile();
			whole = curl.text("/incidents/" + id).lines().skip(1).findFirst().orElseThrow();
			assertThat(curl.list("/incidents", "incidents")).extracting("at", "type", "path").doesNotHaveDuplicates();
		}
		try (ConfigurableApplicationContext context = run()) {
			EndpointClient curl = EndpointClient.of(context);
			Map<String, Object> earlier = awaitGaveUp(curl);
			assertThat((String) earlier.get("id")).matches("\\d{8}T\\d{6}\\.\\d{3}Z-i\\d+");
			Map<String, Object> read = curl.json("/incidents/" + earlier.get("id"));
			assertThat(read).containsEntry("path", "weak").containsEntry("type", "SUPERVISOR_GAVE_UP");
			assertThat((Map<String, Object>) read.get("tree")).containsKey("nodes");
			assertThat((List<Object>) read.get("configuration")).hasSize(2);
			assertThat(curl.text("/incidents/" + earlier.get("id"))).contains(whole)
				.contains("Events before\n")
				.contains("java.lang.IllegalStateException\n  at ")
				.doesNotContain(Crasher.SECRET);
		}
		for (String file : files()) {
			assertThat(Files.readString(this.directory.resolve(file))).doesNotContain(Crasher.SECRET);
		}
	}

	private ConfigurableApplicationContext run() {
		return Web.MVC.run(WeakConfiguration.class,
				"--management.endpoint.triotp.incidents.directory=" + this.directory);
	}

	/** It is written down by a thread of its own. */
	private static Map<String, Object> awaitGaveUp(EndpointClient curl) {
		long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (System.nanoTime() < end) {
			for (Map<String, Object> each : curl.list("/incidents", "incidents")) {
				if (each.get("type").equals("SUPERVISOR_GAVE_UP")) {
					return each;
				}
			}
		}
		throw new AssertionError("no incident but " + curl.text("/incidents") + curl.text("/events"));
	}

	private void awaitFile() throws IOException {
		long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (files().stream().noneMatch((file) -> file.endsWith(".json"))) {
			assertThat(System.nanoTime()).as("in time").isLessThan(end);
		}
	}

	@Test
	void theLastTwentyAreKept() throws IOException {
		Files.writeString(this.directory.resolve("notes.json"), "mine");
		IncidentFiles store = new IncidentFiles(this.directory, "shop 1");
		new IncidentFiles(this.directory, "other").keep(incident(0));
		for (int i = 1; i <= 25; i++) {
			store.keep(incident(i));
		}
		assertThat(files()).hasSize(22)
			.contains("notes.json")
			.filteredOn((file) -> file.contains("shop_1"))
			.hasSize(20);
		assertThat(store.earlier()).as("those of this run").isEmpty();
		IncidentFiles next = new IncidentFiles(this.directory, "shop 1");
		assertThat(next.earlier()).hasSize(20).first().extracting("detail").isEqualTo("for 2 s");
		assertThat(next.earlier()).extracting("at")
			.isSortedAccordingTo((one, other) -> ((Instant) other).compareTo((Instant) one));
		assertThat(next.find("20260101T000025.000Z-i25")).hasValue(incident(25).named("20260101T000025.000Z-i25"));
		assertThat(next.find("../notes")).isEmpty();
	}

	@Test
	void aFileThatCannotBeReadIsLeftOut() throws IOException {
		new IncidentFiles(this.directory, "shop").keep(incident(1));
		Files.writeString(this.directory.resolve("triotp-shop-20260101T000025.000Z-i2.json"), "{ \"id\": ");
		Files.writeString(this.directory.resolve("triotp-shop-20260101T000026.000Z-i3.json"), "[]");
		Files.writeString(this.directory.resolve("triotp-shop-20260101T000027.000Z-i4.json"), "{}");
		Files.writeString(this.directory.resolve("triotp-shop-20260101T000028.000Z-i5.json"), "null");
		IncidentFiles next = new IncidentFiles(this.directory, "shop");
		assertThat(next.find("20260101T000027.000Z-i4")).isEmpty();
		assertThat(next.earlier()).singleElement().extracting("id").isEqualTo("20260101T000001.000Z-i1");
		assertThat(next.find("20260101T000025.000Z-i2")).isEmpty();
	}

	@Test
	void aDirectoryThatGoesAwayIsMadeAgainAndUntilThenNothingIsKnownOfEarlier() throws IOException {
		Path below = this.directory.resolve("below");
		IncidentFiles store = new IncidentFiles(below, "shop");
		Files.delete(below);
		assertThat(store.earlier()).isEmpty();
		assertThat(store.find("20260101T000001.000Z-i1")).isEmpty();
		store.keep(incident(1));
		assertThat(new IncidentFiles(below, "shop").earlier()).hasSize(1);
	}

	@Test
	void whatCannotBeWrittenLeavesNothingBehind() throws IOException {
		IncidentFiles store = new IncidentFiles(this.directory, "shop");
		Path taken = this.directory.resolve("triotp-shop-20260101T000001.000Z-i1.json");
		Files.createDirectories(taken.resolve("full"));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> store.keep(incident(1)));
		assertThat(files()).containsExactly(taken.getFileName().toString());
	}

	@Test
	void aDirectoryThatCannotBeWrittenIsRefusedWithARemedy() throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "");
		assertThatIllegalArgumentException().isThrownBy(() -> new IncidentFiles(file, "shop"))
			.withMessageContaining("'" + file + "'")
			.withMessageContaining("management.endpoint.triotp.incidents.directory");
		assertThatException().isThrownBy(
				() -> Web.MVC.run(WeakConfiguration.class, "--management.endpoint.triotp.incidents.directory=" + file))
			.havingRootCause()
			.withMessageContaining("file");
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class WeakConfiguration {

		@Bean
		Node node() {
			Node node = Node.start(NodeOptions.defaults().name("weak-1"));
			node.start(ApplicationSpec
				.of("weak",
						SupervisorSpec.oneForOne(ChildSpec.server("one", Crasher::new).name("one"))
							.intensity(new RestartIntensity(0, Duration.ofSeconds(5))))
				.limits(new RestartIntensity(0, Duration.ofSeconds(5)))
				.restart(Restart.TRANSIENT));
			return node;
		}

	}

}
