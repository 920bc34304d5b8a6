package io.triotp.process;

import org.jspecify.annotations.Nullable;

/**
 * The monitors and timers of a process. Most processes never have any: this costs each
 * one field instead of three. Guarded by the lock of the process in {@link Bonds}. What
 * leaves a list lets go of its neighbours: a reference to it that is kept must not keep
 * them.
 */
final class BondLists {

	/** Monitors that others have on this process, newest first. */
	@Nullable Monitor monitors;

	/** Monitors that this process has on others. */
	@Nullable Monitor ownMonitors;

	@Nullable Timer timers;

	void addMonitor(Monitor added) {
		Monitor head = this.monitors;
		added.nextOfTarget = head;
		if (head != null) {
			head.previousOfTarget = added;
		}
		this.monitors = added;
	}

	void removeMonitor(Monitor gone) {
		if (gone.previousOfTarget != null) {
			gone.previousOfTarget.nextOfTarget = gone.nextOfTarget;
		}
		else {
			this.monitors = gone.nextOfTarget;
		}
		if (gone.nextOfTarget != null) {
			gone.nextOfTarget.previousOfTarget = gone.previousOfTarget;
		}
		gone.previousOfTarget = null;
		gone.nextOfTarget = null;
	}

	void addOwnMonitor(Monitor added) {
		Monitor head = this.ownMonitors;
		added.nextOfOwner = head;
		if (head != null) {
			head.previousOfOwner = added;
		}
		this.ownMonitors = added;
	}

	void removeOwnMonitor(Monitor gone) {
		if (gone.previousOfOwner != null) {
			gone.previousOfOwner.nextOfOwner = gone.nextOfOwner;
		}
		else {
			this.ownMonitors = gone.nextOfOwner;
		}
		if (gone.nextOfOwner != null) {
			gone.nextOfOwner.previousOfOwner = gone.previousOfOwner;
		}
		gone.previousOfOwner = null;
		gone.nextOfOwner = null;
	}

	void addTimer(Timer added) {
		Timer head = this.timers;
		added.next = head;
		if (head != null) {
			head.previous = added;
		}
		this.timers = added;
	}

	void removeTimer(Timer gone) {
		if (gone.previous != null) {
			gone.previous.next = gone.next;
		}
		else {
			this.timers = gone.next;
		}
		if (gone.next != null) {
			gone.next.previous = gone.previous;
		}
		gone.previous = null;
		gone.next = null;
	}

	/**
	 * The owner has ended, and nothing of its own is looked for in its lists any more.
	 */
	void dropOwn() {
		while (this.ownMonitors != null) {
			removeOwnMonitor(this.ownMonitors);
		}
		while (this.timers != null) {
			removeTimer(this.timers);
		}
	}

}
