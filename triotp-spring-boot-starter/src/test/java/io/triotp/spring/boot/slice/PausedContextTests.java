package io.triotp.spring.boot.slice;

import io.triotp.application.ApplicationState;
import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.server.ServerRef;
import io.triotp.test.spring.TriotpSliceTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of the trees of a context that is kept while another one is used. */
class PausedContextTests {

	@TriotpSliceTest(properties = { "spring.application.name=shop", "paused=this" })
	static class One {

		@MockitoBean
		Prices prices;

		@Autowired
		Node node;

		@Autowired
		ServerRef<Till> till;

		Pid process() {
			return this.node.whereis("shop/till").orElseThrow();
		}

		ApplicationState state() {
			return this.node.application("shop").orElseThrow().state();
		}

	}

	@TriotpSliceTest(properties = { "spring.application.name=shop", "paused=the other" })
	static class Other extends One {

	}

	@TriotpSliceTest(properties = { "spring.application.name=shop", "paused=not", "triotp.lifecycle.pauseable=false" })
	static class NotPauseable extends One {

	}

	/** As a class of tests does from its first to its last test. */
	private static <T> T use(TestContextManager manager, T test) throws Exception {
		manager.beforeTestClass();
		manager.prepareTestInstance(test);
		manager.afterTestClass();
		return test;
	}

	private static void close(TestContextManager... managers) {
		for (TestContextManager manager : managers) {
			manager.getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		}
	}

	@Test
	void theyStopAndAreStartedAnewWhenTheContextIsUsedAgain() throws Exception {
		TestContextManager first = new TestContextManager(One.class);
		TestContextManager second = new TestContextManager(Other.class);
		One before = use(first, new One());
		Pid old = before.process();
		assertThat(before.till.call(new Till.Ring("apple"))).isZero();
		use(second, new Other());
		assertThat(before.state()).isEqualTo(ApplicationState.STOPPED);
		assertThat(old.isAlive()).isFalse();
		One after = use(first, new One());
		assertThat(after.node).isSameAs(before.node);
		assertThat(after.process()).isNotEqualTo(old);
		assertThat(before.till.call(new Till.Ring("apple"))).isZero();
		close(second, first);
	}

	@Test
	void theyGoOnIfTheyAreNotPauseable() throws Exception {
		TestContextManager first = new TestContextManager(NotPauseable.class);
		TestContextManager second = new TestContextManager(Other.class);
		One one = use(first, new NotPauseable());
		Pid pid = one.process();
		use(second, new Other());
		assertThat(pid.isAlive()).isTrue();
		assertThat(one.state()).isEqualTo(ApplicationState.RUNNING);
		close(second, first);
	}

}
