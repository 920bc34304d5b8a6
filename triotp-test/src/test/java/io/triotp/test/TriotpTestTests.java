package io.triotp.test;

import java.util.concurrent.CountDownLatch;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.process.SpawnOptions;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.suppressed;

/**
 * What the extension does with the node of a test, seen by running tests.
 */
class TriotpTestTests {

	private static final CountDownLatch NEVER = new CountDownLatch(1);

	@AfterAll
	static void letGo() {
		NEVER.countDown();
	}

	private static Events run(Class<?> type, String method) {
		return EngineTestKit.engine("junit-jupiter")
			.configurationParameter("junit.jupiter.conditions.deactivate", "*")
			.selectors(selectMethod(type, method, Node.class.getName()))
			.execute()
			.testEvents();
	}

	private static void assertFailure(String method, String... parts) {
		Events events = run(Careless.class, method);
		events.assertStatistics((count) -> count.failed(1));
		events.assertThatEvents().haveExactly(1, event(finishedWithFailure(message((text) -> {
			assertThat(text).contains(parts);
			return true;
		}))));
	}

	@Test
	void a_test_that_leaves_nothing_behind_is_left_alone() {
		run(Careless.class, "careful").assertStatistics((count) -> count.succeeded(1));
	}

	@Test
	void a_process_whose_starter_has_ended_is_left_behind() {
		assertFailure("orphan", "The test leaves behind", "whose starter", "has ended");
	}

	@Test
	void code_that_goes_on_after_its_process_was_killed_is_left_behind() {
		assertFailure("zombie", "code that still runs although its process was killed", "stubborn");
	}

	@Test
	void a_test_that_fails_says_why_and_not_what_it_leaves_behind() {
		assertFailure("failing", "the assertion");
	}

	@Test
	void with_a_failure_come_the_messages_of_the_test_as_a_diagram() {
		run(Careless.class, "talking").assertThatEvents()
			.haveExactly(1, event(finishedWithFailure(suppressed(0, message((text) -> {
				assertThat(text).contains("""
						sequenceDiagram
						    participant p0 as test
						    participant p1 as shop/till
						    p0->>p1: Ring[cents=7]
						    p1-->>p0: answered
						    p0-)p1: a loose  coin
						    p0->>p1: Ring[cents=-1]
						    p1--xp0: ServerExited
						""");
				return true;
			})))));
	}

	@org.junit.jupiter.api.Disabled("run by the tests above")
	@TriotpTest
	static class Careless {

		@Test
		void careful(Node node) {
			node.start(ApplicationSpec.of("shop", SupervisorSpec.oneForOne(ChildSpec.server("till", Till::new))));
			TestProbe.spawn(node);
		}

		@Test
		void orphan(Node node) {
			leaveOrphan(node);
		}

		@Test
		void zombie(Node node) {
			CountDownLatch begun = new CountDownLatch(1);
			Pid pid = node.spawn(SpawnOptions.defaults().label("stubborn"), (self) -> {
				begun.countDown();
				while (NEVER.getCount() > 0) {
					Thread.onSpinWait();
				}
			});
			Await.until(() -> begun.getCount() == 0);
			node.kill(pid);
		}

		@Test
		void failing(Node node) {
			leaveOrphan(node);
			throw new AssertionError("the assertion");
		}

		@Test
		void talking(Node node) {
			node.start(ApplicationSpec.of("shop",
					SupervisorSpec.oneForOne(ChildSpec.server("till", Till::new).name("till"))));
			ServerRef<Till> till = node.server("till");
			assertThat(till.call(new Till.Ring(7))).isEqualTo(7);
			node.send("till", "a loose; coin");
			till.call(new Till.Ring(-1));
		}

		private static void leaveOrphan(Node node) {
			TestProbe starter = TestProbe.spawn(node);
			CountDownLatch trapping = new CountDownLatch(1);
			Pid child = starter.ask((self) -> self.spawnLink((body) -> {
				body.trapExits(true);
				trapping.countDown();
				while (true) {
					body.receive();
				}
			}));
			Await.until(() -> trapping.getCount() == 0);
			node.kill(starter.pid());
			assertThat(child.isAlive()).isTrue();
		}

	}

}
