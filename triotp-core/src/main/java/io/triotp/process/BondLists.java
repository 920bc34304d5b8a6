package io.triotp.process;

import org.jspecify.annotations.Nullable;

/**
 * The heads of the lists of a process that most processes never need: one field in each
 * of a million instead of three. Guarded by the lock of the process in {@link Bonds}.
 */
final class BondLists {

	/** Those of others on this process. */
	@Nullable MonitorRef monitors;

	/** Those of this process on others. */
	@Nullable MonitorRef ownMonitors;

	@Nullable TimerRef timers;

	static BondLists of(ProcessCell cell) {
		BondLists ties = cell.ties;
		if (ties == null) {
			ties = new BondLists();
			cell.ties = ties;
		}
		return ties;
	}

}
