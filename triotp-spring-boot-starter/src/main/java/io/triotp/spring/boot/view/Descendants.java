package io.triotp.spring.boot.view;

import java.util.function.BooleanSupplier;

import io.triotp.process.NodeView;
import io.triotp.spring.boot.view.TreeDescriptor.DescendantsDescriptor;
import io.triotp.supervisor.ChildGlance;
import io.triotp.supervisor.ChildStatus;
import io.triotp.supervisor.SupervisorView;

/**
 * Adds up what lives below a supervisor, so that trouble is seen on a parent that is
 * folded up. Stops when its time is over.
 */
final class Descendants {

	/** The clock is looked at after so many processes. */
	private static final int UNTIMED = 1_024;

	private final NodeView view;

	private final BooleanSupplier isLate;

	private long processes;

	private long mailbox;

	private long restarts;

	private long restarting;

	private long stopped;

	private boolean complete = true;

	private Descendants(NodeView view, BooleanSupplier isLate) {
		this.view = view;
		this.isLate = isLate;
	}

	/**
	 * {@return what lives below a supervisor}
	 * @param supervisor the supervisor
	 * @param view where processes are looked at
	 * @param isLate whether there is no more time
	 */
	static DescendantsDescriptor of(SupervisorView supervisor, NodeView view, BooleanSupplier isLate) {
		Descendants all = new Descendants(view, isLate);
		all.add(supervisor);
		return new DescendantsDescriptor(all.processes, all.mailbox, all.restarts, all.restarting, all.stopped,
				all.wedgedBelow(supervisor.path()), all.complete ? null : true);
	}

	private void add(SupervisorView supervisor) {
		supervisor.glances().takeWhile((child) -> this.complete).forEach(this::add);
	}

	private void add(ChildGlance child) {
		this.restarts += child.restarts();
		if (child.status() == ChildStatus.RESTARTING) {
			this.restarting++;
		}
		else if (child.status() == ChildStatus.STOPPED) {
			this.stopped++;
		}
		else {
			this.processes++;
			child.pid().ifPresent((pid) -> this.mailbox += this.view.mailboxSize(pid));
			child.supervision().ifPresent(this::add);
			if (this.processes % UNTIMED == 0 && this.isLate.getAsBoolean()) {
				this.complete = false;
			}
		}
	}

	/** There are few of them, so each is looked up. */
	private long wedgedBelow(String path) {
		return this.view.wedged().stream().filter((each) -> each.path().startsWith(path + "/")).count();
	}

}
