package io.triotp.supervisor;

import java.time.Duration;
import java.util.List;

import io.triotp.application.ApplicationSpec;
import io.triotp.process.PlainProcess;
import io.triotp.supervisor.TreeRemark.Rule;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What is allowed in a tree and seldom meant.
 */
class TreeLintTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static ChildSpec worker(String id) {
		return ChildSpec.process(id, PlainProcess::receive);
	}

	private static List<TreeRemark> lint(SupervisorSpec root) {
		return ApplicationSpec.of("shop", root).lint(LIMIT);
	}

	@Test
	void an_ordinary_tree_is_without_remark() {
		assertThat(lint(SupervisorSpec.oneForOne(worker("a"), ChildSpec.task("once", () -> {
		}), ChildSpec.dynamicSupervisor("many", DynamicSupervisorSpec.defaults()),
				worker("b").backoff(Backoff.DEFAULT))))
			.isEmpty();
	}

	@Test
	void shutdown_times_add_up_along_the_tree() {
		SupervisorSpec inner = SupervisorSpec.oneForOne(worker("a").shutdown(Shutdown.within(Duration.ofSeconds(20))),
				worker("b").shutdown(Shutdown.brutalKill()));
		SupervisorSpec tree = SupervisorSpec.oneForOne(ChildSpec.supervisor("inner", inner), worker("c"),
				worker("d").shutdown(Shutdown.within(Duration.ofSeconds(6))));
		assertThat(lint(tree)).extracting(TreeRemark::rule, TreeRemark::path)
			.containsExactly(tuple(Rule.SLOW_STOP, "shop"));
		assertThat(lint(tree).get(0).text()).contains("31s").contains("30s");
		assertThat(ApplicationSpec.of("shop", tree).lint(Duration.ofSeconds(31))).isEmpty();
	}

	@Test
	void a_worker_that_is_waited_for_without_limit_is_told() {
		assertThat(lint(SupervisorSpec.oneForOne(worker("a").shutdown(Shutdown.infinity()))))
			.extracting(TreeRemark::rule, TreeRemark::path)
			.containsExactly(tuple(Rule.ENDLESS_STOP, "shop/a"));
	}

	@Test
	void a_permanent_task_is_told_and_a_schedule_is_not() {
		assertThat(lint(SupervisorSpec.oneForOne(ChildSpec.task("work", () -> {
		}).restart(Restart.PERMANENT), ChildSpec.schedule("again", Schedule.every(LIMIT), () -> {
		})))).extracting(TreeRemark::rule, TreeRemark::path).containsExactly(tuple(Rule.PERMANENT_TASK, "shop/work"));
	}

	@Test
	void children_on_demand_should_not_end_with_a_sibling() {
		ChildSpec many = ChildSpec.dynamicSupervisor("many", DynamicSupervisorSpec.defaults());
		assertThat(lint(SupervisorSpec.oneForAll(many, worker("a")))).extracting(TreeRemark::rule, TreeRemark::path)
			.containsExactly(tuple(Rule.SHARED_FATE, "shop/many"));
		assertThat(lint(SupervisorSpec.restForOne(worker("a"), many))).extracting(TreeRemark::rule)
			.containsExactly(Rule.SHARED_FATE);
		assertThat(lint(SupervisorSpec.restForOne(many, worker("a")))).isEmpty();
		assertThat(lint(SupervisorSpec.oneForAll(many))).isEmpty();
	}

	@Test
	void a_backoff_that_is_slower_than_the_limit_loops_for_ever() {
		Backoff slow = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60), 2, 0, Duration.ofMinutes(1));
		SupervisorSpec tree = SupervisorSpec.oneForOne(worker("a").backoff(slow),
				worker("b").backoff(slow).restart(Restart.TEMPORARY));
		assertThat(lint(tree)).extracting(TreeRemark::rule, TreeRemark::path)
			.containsExactly(tuple(Rule.ENDLESS_LOOP, "shop/a"));
		assertThat(lint(tree.backoff(slow).intensity(new RestartIntensity(3, Duration.ofSeconds(14))))).isEmpty();
		assertThat(lint(SupervisorSpec.oneForOne(worker("a")).backoff(slow))).hasSize(1);
	}

	@Test
	void a_remark_says_where_and_what_to_do() {
		assertThat(lint(SupervisorSpec.oneForOne(worker("a").shutdown(Shutdown.infinity()))).get(0)).hasToString(
				"shop/a: it is waited for without limit when it is stopped: one that hangs then keeps the whole "
						+ "application from ending. Say how long its last message may take");
	}

}
