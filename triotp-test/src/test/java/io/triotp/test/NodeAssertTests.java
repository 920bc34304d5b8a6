package io.triotp.test;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.triotp.test.NodeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@TriotpTest
class NodeAssertTests {

	@BeforeEach
	void start(Node node) {
		node.start(ApplicationSpec.of("shop", SupervisorSpec.oneForOne(ChildSpec.server("till", Till::new).name("till"),
				ChildSpec.supervisor("back", SupervisorSpec.oneForOne(ChildSpec.server("store", Till::new))))));
	}

	@Test
	void it_tells_what_runs_and_how_often_it_was_restarted(Node node) {
		assertThat(node).isRunning("shop")
			.isRunning("shop/till")
			.isRunning("shop/back/store")
			.hasChildren("shop", "till", "back")
			.hasRestarted("shop/till", 0)
			.isNotRunning("shop/tap");
		Await.restart(node, "till", () -> node.kill(node.whereis("till").orElseThrow()));
		assertThat(node).hasRestarted("shop/till", 1);
		node.stop("shop");
		assertThat(node).isNotRunning("shop/till").isNotRunning("shop/back/store");
	}

	@Test
	void a_failure_shows_the_whole_tree(Node node) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(node).hasRestarted("shop/till", 2))
			.withMessageContaining("'shop/till' was restarted 0 times, not 2")
			.withMessageContaining("shop/back/store RUNNING");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(node).isRunning("shop/tap"))
			.withMessageContaining("There is no 'shop/tap'");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(node).isNotRunning("shop/till"))
			.withMessageContaining("'shop/till' runs");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(node).hasChildren("shop", "till"))
			.withMessageContaining("'shop' has the children [till, back], not [till]");
	}

}
