package io.triotp.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.triotp.test.ManualTime;
import io.triotp.testing.LogProbe;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogLimitTests {

	private static final Duration WHILE = LogLimit.WHILE;

	private final ManualTime time = new ManualTime();

	private final List<String> more = new ArrayList<>();

	private final LogLimit<String> limit = new LogLimit<>(this.time,
			(kind, count) -> this.more.add(kind + " " + count));

	@AfterEach
	void close() {
		this.time.close();
	}

	private int permitted(String kind, int lines) {
		return (int) IntStream.range(0, lines).filter((i) -> this.limit.permits(kind)).count();
	}

	@Test
	void a_hundred_of_a_kind_are_written_in_ten_seconds_and_how_many_more_there_were_is_told_at_their_end() {
		assertThat(permitted("a", 100_000)).isEqualTo(100);
		assertThat(this.more).isEmpty();
		this.time.advance(WHILE);
		assertThat(this.more).containsExactly("a 99900");
	}

	@Test
	void a_hundred_are_nothing_to_tell_of() {
		assertThat(permitted("a", 100)).isEqualTo(100);
		this.time.advance(WHILE);
		assertThat(this.more).isEmpty();
	}

	@Test
	void one_kind_does_not_silence_another() {
		permitted("a", 1_000);
		assertThat(permitted("b", 1)).isEqualTo(1);
	}

	@Test
	void after_ten_seconds_a_kind_is_written_again() {
		permitted("a", 101);
		this.time.advance(WHILE);
		assertThat(permitted("a", 101)).isEqualTo(100);
		this.time.advance(WHILE);
		assertThat(this.more).containsExactly("a 1", "a 1");
	}

	@Test
	void the_ten_seconds_begin_with_the_first_line() {
		permitted("a", 50);
		this.time.advance(WHILE.minusNanos(1));
		assertThat(permitted("a", 51)).isEqualTo(50);
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.more).containsExactly("a 1");
	}

	@Test
	void crashes_of_a_kind_are_limited_and_others_are_logged() {
		try (LogProbe log = new LogProbe("io.triotp.crash");
				Processes node = LocalNode.create(NodeOptions.defaults().time(this.time))) {
			ProcessBody fails = (self) -> {
				throw new IllegalStateException("again");
			};
			IntStream.range(0, 150).mapToObj((i) -> node.spawn(fails)).forEach((pid) -> Probe.exitOf(node, pid));
			Probe.exitOf(node, node.spawn((self) -> {
				throw new IllegalArgumentException("something else");
			}));
			List<String> lines = log.rest().stream().map(ILoggingEvent::getFormattedMessage).toList();
			assertThat(lines).filteredOn((line) -> line.contains("again")).hasSize(100);
			assertThat(lines).filteredOn((line) -> line.contains("something else")).hasSize(1);
			this.time.advance(WHILE);
			assertThat(log.await().getFormattedMessage())
				.startsWith("50 more processes running " + getClass().getName())
				.contains("crashed with java.lang.IllegalStateException within 10s")
				.doesNotContain("/0x");
		}
	}

}
