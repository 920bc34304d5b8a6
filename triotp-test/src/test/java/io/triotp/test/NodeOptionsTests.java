package io.triotp.test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.MessageObserver;
import io.triotp.process.SentMessage;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.SupervisorSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The node of a test with options of its own. */
class NodeOptionsTests {

	private final ManualTime time = new ManualTime();

	private final CountDownLatch seen = new CountDownLatch(1);

	@RegisterExtension
	private final NodeExtension extension = NodeExtension
		.with((options) -> options.callTimeout(Duration.ofMinutes(7)).observers(List.of(new Seen())).time(this.time));

	private final class Seen implements MessageObserver {

		@Override
		public @Nullable Trace sending(SentMessage message) {
			NodeOptionsTests.this.seen.countDown();
			return null;
		}

	}

	@Test
	void they_are_those_that_the_test_says_and_the_name_is_that_of_the_test(Node node) {
		assertThat(node.view().options().callTimeout()).isEqualTo(Duration.ofMinutes(7));
		assertThat(node.name()).isEqualTo("they_are_those_that_the_test_says_and_the_name_is_that_of_the_test");
		node.send(TestProbe.spawn(node).pid(), "seen");
		assertThat(this.seen.getCount()).isZero();
	}

	@Test
	void a_clock_that_a_test_moves_is_moved_while_the_node_is_closed(Node node, ManualTime time) {
		assertThat(time).isSameAs(this.time);
		CountDownLatch never = new CountDownLatch(1);
		node.start(ApplicationSpec.of("shop", SupervisorSpec.oneForOne(
				ChildSpec.resource("door", () -> never::await).shutdown(Shutdown.within(Duration.ofSeconds(1))))));
	}

}
