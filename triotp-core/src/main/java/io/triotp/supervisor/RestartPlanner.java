package io.triotp.supervisor;

import java.util.ArrayList;
import java.util.List;

import io.triotp.Pure;
import io.triotp.process.ExitReason;

/**
 * The rules of OTP V16 to V30 and V42 to V44. Decides, and changes nothing but the
 * restart window; time is a parameter.
 */
@Pure
final class RestartPlanner {

	private RestartPlanner() {
	}

	/**
	 * A child has ended without being asked to.
	 */
	static RestartDecision afterExit(SupervisorSpec spec, Children children, Child exited, ExitReason reason,
			RestartWindow window, long now) {
		if (exited.traits().restart().after(reason)) {
			return admitted(exited, window, now) ? restart(spec.strategy(), children, exited)
					: new RestartDecision.GiveUp();
		}
		if (exited.traits().significant() && endsSupervisor(spec, children, exited)) {
			return new RestartDecision.EndWithSignificant();
		}
		return new RestartDecision.Leave(exited.isTemporary());
	}

	/**
	 * The restart of a child failed. The next attempt is due, and counts like any other
	 * (OTP V29, V30).
	 */
	static RestartDecision retry(SupervisorSpec spec, Children children, Child failed, RestartWindow window, long now) {
		return window.admit(now) ? restart(spec.strategy(), children, failed) : new RestartDecision.GiveUp();
	}

	/**
	 * Somebody asked for the restart of a child that runs. It does not count: what an
	 * operator does says nothing of the health of the child.
	 */
	static RestartDecision.RestartChildren asked(SupervisorSpec spec, Children children, Child running) {
		return restart(spec.strategy(), children, running);
	}

	/**
	 * A child of a dynamic supervisor has ended without being asked to. It is restarted
	 * alone or removed (OTP D2), and never ends its supervisor.
	 */
	static RestartDecision afterExitAlone(Child exited, ExitReason reason, RestartWindow window, long now) {
		if (!exited.traits().restart().after(reason)) {
			return new RestartDecision.Leave(true);
		}
		return admitted(exited, window, now) ? restartAlone(exited) : new RestartDecision.GiveUp();
	}

	/**
	 * The restart of a child of a dynamic supervisor failed. The next attempt is due, and
	 * counts like any other.
	 */
	static RestartDecision retryAlone(Child failed, RestartWindow window, long now) {
		return window.admit(now) ? restartAlone(failed) : new RestartDecision.GiveUp();
	}

	/** A child that gave up is counted longer than one that crashed. */
	private static boolean admitted(Child exited, RestartWindow window, long now) {
		Collapse collapse = exited.collapse();
		return (collapse != null) ? window.admit(exited, collapse, now) : window.admit(now);
	}

	private static RestartDecision restartAlone(Child child) {
		return new RestartDecision.RestartChildren(List.of(), List.of(), List.of(child));
	}

	private static boolean endsSupervisor(SupervisorSpec spec, Children children, Child exited) {
		return switch (spec.autoShutdown()) {
			case NEVER -> false;
			case ANY_SIGNIFICANT -> true;
			case ALL_SIGNIFICANT -> !children.hasOtherSignificant(exited, spec.strategy());
		};
	}

	private static RestartDecision.RestartChildren restart(Strategy strategy, Children children, Child child) {
		List<Child> affected = children.affectedBy(child, strategy);
		List<Child> forget = new ArrayList<>();
		List<Child> start = new ArrayList<>(affected.size());
		for (Child each : affected) {
			(each.isTemporary() ? forget : start).add(each);
		}
		return new RestartDecision.RestartChildren(Children.runningLastFirst(affected), forget, start);
	}

}
