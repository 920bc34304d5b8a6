package io.triotp.application;

import java.time.Duration;

import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.TreeTotals;
import io.triotp.test.ManualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever says when something was, says it by the clock of the node.
 */
class ApplicationTimeTests extends ApplicationsFixture {

	@Test
	void an_application_and_its_tree_know_when_by_the_clock_of_the_node() {
		this.time.advance(Duration.ofSeconds(10));
		this.node.start(app("a"));
		this.time.advance(Duration.ofSeconds(10));
		this.lives.rest();
		this.node.kill(leaf("a"));
		this.lives.await(1);
		ApplicationInfo info = info("a");
		assertThat(info.startedAt()).isEqualTo(ManualTime.EPOCH.plusSeconds(10));
		TreeTotals totals = info.totals().orElseThrow();
		assertThat(totals.lastRestart()).contains(ManualTime.EPOCH.plusSeconds(20));
		assertThat(totals.lastExit()).get()
			.extracting(TreeTotals.LastExit::at)
			.isEqualTo(ManualTime.EPOCH.plusSeconds(20));
		ChildInfo leaf = info.root().orElseThrow().supervision().orElseThrow().children().findFirst().orElseThrow();
		assertThat(leaf.lastExitAt()).contains(ManualTime.EPOCH.plusSeconds(20));
	}

}
