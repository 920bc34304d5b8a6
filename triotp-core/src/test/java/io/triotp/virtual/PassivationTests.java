package io.triotp.virtual;

import java.util.List;

import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.Processes;
import io.triotp.process.SpawnOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which servers are let go.
 */
class PassivationTests {

	private static final long AFTER = 10;

	private final Processes node = LocalNode.create(NodeOptions.defaults());

	@AfterEach
	void close() {
		this.node.close();
	}

	private Passivation.Idle idle(String key, long since) {
		Pid pid = this.node.spawn(SpawnOptions.defaults(), PlainProcess::receive);
		return new Passivation.Idle(new Resident(key), pid, since);
	}

	private static List<String> keys(List<Passivation.Idle> chosen) {
		return chosen.stream().map((each) -> each.resident().key()).toList();
	}

	@Test
	void those_that_have_been_idle_for_long_enough() {
		List<Passivation.Idle> idle = List.of(idle("a", 95), idle("b", 90), idle("c", 91), idle("d", 80));
		assertThat(keys(Passivation.choose(idle, 4, 10, AFTER, 100, 0))).containsExactly("d", "b");
	}

	@Test
	void those_that_have_been_idle_for_longest_if_there_are_too_many() {
		List<Passivation.Idle> idle = List.of(idle("a", 95), idle("b", 97), idle("c", 96));
		assertThat(keys(Passivation.choose(idle, 7, 5, AFTER, 100, 0))).containsExactly("a", "c");
	}

	@Test
	void no_more_than_are_idle() {
		List<Passivation.Idle> idle = List.of(idle("a", 95));
		assertThat(keys(Passivation.choose(idle, 7, 5, AFTER, 100, 0))).containsExactly("a");
		assertThat(Passivation.choose(List.of(), 7, 5, AFTER, 100, 0)).isEmpty();
	}

	@Test
	void a_part_of_all_if_the_heap_is_full() {
		List<Passivation.Idle> idle = List.of(idle("a", 95), idle("b", 97), idle("c", 96));
		assertThat(keys(Passivation.choose(idle, 11, 100, AFTER, 100, 0.1))).containsExactly("a", "c");
		assertThat(keys(Passivation.choose(idle, 3, 100, AFTER, 100, 0.1))).containsExactly("a");
		assertThat(Passivation.choose(List.of(), 3, 100, AFTER, 100, 0.1)).isEmpty();
	}

	@Test
	void also_when_the_clock_passes_its_largest_number() {
		List<Passivation.Idle> idle = List.of(idle("a", Long.MAX_VALUE - 5), idle("b", Long.MIN_VALUE + 2));
		assertThat(keys(Passivation.choose(idle, 2, 10, AFTER, Long.MIN_VALUE + 10, 0))).containsExactly("a");
	}

}
