package io.triotp.spring.boot.view;

import java.util.ArrayList;
import java.util.List;

import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildStatus;
import io.triotp.supervisor.SupervisorView;

/**
 * One walk through the tree of an application: its size, and the supervisors that are
 * about to give up.
 */
final class ApplicationCensus {

	/** More of them would tell nothing new. */
	private static final int MAX_NEAR_LIMIT = 10;

	private final List<SupervisorView> nearLimit = new ArrayList<>();

	private long processes;

	ApplicationCensus(ChildInfo root) {
		visit(root);
	}

	private void visit(ChildInfo child) {
		if (child.status() == ChildStatus.RUNNING) {
			this.processes++;
			child.supervision().ifPresent((supervisor) -> {
				if (this.nearLimit.size() < MAX_NEAR_LIMIT && isNearLimit(supervisor)) {
					this.nearLimit.add(supervisor);
				}
				supervisor.children().forEach(this::visit);
			});
		}
	}

	private static boolean isNearLimit(SupervisorView supervisor) {
		int used = supervisor.restartsInPeriod();
		return used > 0 && used >= supervisor.intensity().maxRestarts() - 1;
	}

	long processes() {
		return this.processes;
	}

	List<SupervisorView> nearLimit() {
		return this.nearLimit;
	}

}
