package io.triotp.application;

import java.time.Instant;
import java.util.Optional;

import io.triotp.process.ExitReason;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.TreeTotals;

/**
 * What observers see of an application.
 *
 * @param name its name
 * @param state its current state
 * @param startedAt when it was started
 * @param spec its specification
 * @param root its root; empty until the application is up
 * @param totals the totals of all supervisors in its tree; empty until the application is
 * up
 * @param endReason why it ended or failed; empty before that
 */
public record ApplicationInfo(String name, ApplicationState state, Instant startedAt, ApplicationSpec spec,
		Optional<ChildInfo> root, Optional<TreeTotals> totals, Optional<ExitReason> endReason) {

	/**
	 * {@return the number of processes in its tree}
	 */
	public long processes() {
		return this.root.filter((child) -> child.pid().isPresent())
			.map((child) -> child.supervision().map((view) -> view.processCount()).orElse(1L))
			.orElse(0L);
	}

	/**
	 * {@return the number of restarts its supervisors have granted}
	 */
	public long restarts() {
		return this.totals.map(TreeTotals::restarts).orElse(0L);
	}

}
