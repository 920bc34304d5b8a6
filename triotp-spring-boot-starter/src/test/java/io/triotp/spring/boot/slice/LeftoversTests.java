package io.triotp.spring.boot.slice;

import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.test.Await;
import io.triotp.test.TestProbe;
import io.triotp.test.spring.TriotpSliceTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

/** What tests leave in the node of a context, seen by running them. */
class LeftoversTests {

	@Test
	void theTestThatLeavesSomethingFailsAndNotTheNextInTheSameContext() {
		Events tests = EngineTestKit.engine("junit-jupiter")
			.configurationParameter("junit.jupiter.conditions.deactivate", "*")
			.selectors(selectClass(Careless.class))
			.execute()
			.testEvents();
		tests.assertThatEvents()
			.haveExactly(1,
					event(test("leavesAProcessWithoutItsStarter"), finishedWithFailure(message(
							(text) -> text.contains("The test leaves behind") && text.contains("whose starter")))))
			.haveExactly(1, event(test("leavesNothing"), finishedSuccessfully()))
			.haveExactly(1, event(test("findsTheNameOfAProbeFree"), finishedSuccessfully()));
	}

	@org.junit.jupiter.api.Disabled("run by the test above")
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	@TriotpSliceTest(properties = "spring.application.name=shop")
	static class Careless {

		@MockitoBean
		private Prices prices;

		@Test
		@Order(1)
		void leavesAProcessWithoutItsStarter(Node node) {
			TestProbe starter = TestProbe.named(node, "starter");
			TestProbe held = TestProbe.spawn(node);
			Pid child = starter.ask((self) -> self.spawnLink((body) -> {
				body.trapExits(true);
				body.send(held.pid(), "up");
				while (true) {
					body.receive();
				}
			}));
			held.await();
			node.kill(starter.pid());
			Await.exitOf(node, starter.pid());
			assertThat(child.isAlive()).isTrue();
		}

		@Test
		@Order(2)
		void leavesNothing(Node node) {
			TestProbe.named(node, "probe");
		}

		@Test
		@Order(3)
		void findsTheNameOfAProbeFree(Node node) {
			TestProbe.named(node, "probe");
		}

	}

}
