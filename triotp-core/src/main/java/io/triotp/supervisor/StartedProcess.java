package io.triotp.supervisor;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a supervisor may take what a start function has returned: only a
 * process of whose end it hears. Any other would be listed as running for ever.
 */
final class StartedProcess {

	private StartedProcess() {
	}

	/**
	 * {@return what was started}
	 * @param started what the start function returned
	 * @param child whose start it was
	 * @param supervisor the supervisor
	 * @throws IllegalStateException if the supervisor would not hear of its end
	 */
	static StartedChild require(@Nullable StartedChild started, Child child, Self supervisor) {
		if (started == null) {
			throw new IllegalStateException("the start function returned null instead of the child it started");
		}
		Pid pid = started.pid();
		BehaviourHost node = supervisor.processes().host();
		if (pid == supervisor.pid()) {
			throw refused(pid, "is the supervisor itself", "return the process that the start function has started");
		}
		if (pid == child.lastPid()) {
			throw refused(pid, "is the process of the run before",
					"start another process each time instead of keeping the first");
		}
		if (!node.hearsEndOf(supervisor.pid(), pid)) {
			throw node.exitReason(pid)
				.map((reason) -> refused(pid, "has already ended: " + reason,
						"start another process each time, and link it"))
				.orElseGet(() -> refused(pid,
						"is not linked to its supervisor, which would never learn of its end, and it still runs",
						"start it with Self.spawnLink or GenServer.startLink, in the process of the supervisor"));
		}
		return started;
	}

	private static IllegalStateException refused(Pid pid, String why, String remedy) {
		return new IllegalStateException("the start function returned " + pid + ", which " + why + "; " + remedy);
	}

}
