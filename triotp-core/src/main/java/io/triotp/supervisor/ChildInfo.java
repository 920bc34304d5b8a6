package io.triotp.supervisor;

import java.time.Instant;
import java.util.Optional;

import io.triotp.process.ExitReason;
import io.triotp.process.Pid;

/**
 * What observers see of a child.
 *
 * @param id its id
 * @param path its place in the tree
 * @param status whether it runs, waits for a restart or is stopped
 * @param pid its process, if it runs
 * @param type worker or supervisor
 * @param restart its restart rule
 * @param shutdown how it is stopped
 * @param significant whether its end may end the supervisor
 * @param restarts how often it was restarted because it had ended
 * @param incarnation how often it was started, for any reason
 * @param lastExit why it last ended
 * @param lastExitAt when it last ended
 * @param restartAt when it will be started again, if it waits for a delayed restart
 * @param supervision the view of its own children, if it is a running supervisor
 */
public record ChildInfo(String id, String path, ChildStatus status, Optional<Pid> pid, ChildType type, Restart restart,
		Shutdown shutdown, boolean significant, int restarts, int incarnation, Optional<ExitReason> lastExit,
		Optional<Instant> lastExitAt, Optional<Instant> restartAt, Optional<SupervisorView> supervision) {

}
