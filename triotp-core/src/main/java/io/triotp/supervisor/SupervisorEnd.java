package io.triotp.supervisor;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.server.ServerRef;

/**
 * Stops a supervisor for whoever asks. Its end waits for all that is below it, so a
 * process below it must not wait in turn.
 */
final class SupervisorEnd {

	private SupervisorEnd() {
	}

	static void of(ServerRef<?> supervisor) {
		Self caller = Self.currentOrNull();
		Pid target = supervisor.pid().orElse(null);
		if (caller != null && target != null && isBelow(caller, target)) {
			caller.processes().host().stop(target, ExitReason.normal());
		}
		else {
			supervisor.stop();
		}
	}

	private static boolean isBelow(Self caller, Pid pid) {
		BehaviourHost node = caller.processes().host();
		boolean livesHere = node.view().find(pid.id()).filter((found) -> found == pid).isPresent();
		return livesHere && node.descends(caller.pid(), pid);
	}

}
