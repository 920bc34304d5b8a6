package io.triotp.application;

import java.time.Instant;
import java.util.Optional;

import io.triotp.process.ExitReason;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.TreeTotals;

/**
 * What can be seen of an application from outside.
 *
 * @param name its name
 * @param state what it is doing
 * @param startedAt when it was started
 * @param spec how it was started
 * @param root what can be seen of its root; nothing before it is up
 * @param totals what all supervisors of its tree have counted; nothing before it is up
 * @param endReason why it has ended or failed
 */
public record ApplicationInfo(String name, ApplicationState state, Instant startedAt, ApplicationSpec spec,
		Optional<ChildInfo> root, Optional<TreeTotals> totals, Optional<ExitReason> endReason) {

	/**
	 * {@return how many processes its tree has}
	 */
	public long processes() {
		return this.root.filter((child) -> child.pid().isPresent())
			.map((child) -> child.supervision().map((view) -> view.processCount()).orElse(1L))
			.orElse(0L);
	}

	/**
	 * {@return how many restarts its supervisors have granted}
	 */
	public long restarts() {
		return this.totals.map(TreeTotals::restarts).orElse(0L);
	}

}
