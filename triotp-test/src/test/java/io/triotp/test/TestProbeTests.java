package io.triotp.test;

import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.SystemMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@TriotpTest
class TestProbeTests {

	@Test
	void it_keeps_what_it_gets_in_order(Node node) {
		TestProbe probe = TestProbe.spawn(node);
		node.send(probe.pid(), "one");
		node.send(probe.pid(), 2);
		assertThat(probe.await(String.class)).isEqualTo("one");
		assertThat(probe.await()).isEqualTo(2);
	}

	@Test
	void the_rest_has_all_that_was_sent_before(Node node) {
		TestProbe probe = TestProbe.named(node, "till");
		for (int i = 0; i < 100; i++) {
			node.send("till", i);
		}
		assertThat(probe.rest()).hasSize(100).startsWith(0, 1).endsWith(99);
		assertThat(probe.rest()).isEmpty();
	}

	@Test
	void another_message_than_the_one_that_must_come_is_a_failure_that_shows_it(Node node) {
		TestProbe probe = TestProbe.spawn(node);
		node.send(probe.pid(), 7);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> probe.await(String.class))
			.withMessageContaining("got 7, not a java.lang.String");
	}

	@Test
	void it_acts_as_a_process_and_hears_of_the_end_of_others(Node node) {
		TestProbe watcher = TestProbe.spawn(node);
		TestProbe watched = TestProbe.spawn(node);
		watcher.run((self) -> self.monitor(watched.pid()));
		node.kill(watched.pid());
		assertThat(watcher.await(SystemMessage.Down.class).reason()).isEqualTo(ExitReason.killed());
		assertThat(watcher.<Boolean>ask((self) -> self.pid().equals(watcher.pid()))).isTrue();
	}

	@Test
	void what_it_throws_goes_to_the_test_and_does_not_end_it(Node node) {
		TestProbe probe = TestProbe.spawn(node);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> probe.run((self) -> {
			throw new java.io.IOException("no");
		})).withCauseInstanceOf(java.io.IOException.class);
		assertThat(probe.pid().isAlive()).isTrue();
	}

}
