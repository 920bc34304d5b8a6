package io.triotp.supervisor;

import java.time.Instant;
import java.util.Optional;

import io.triotp.process.ExitReason;
import io.triotp.process.Pid;

/**
 * What can be seen of a child from outside.
 *
 * @param id its id
 * @param path its place in the tree
 * @param status whether it runs
 * @param pid its process, if it runs
 * @param type worker or supervisor
 * @param restart its restart rule
 * @param shutdown how it is stopped
 * @param significant whether its end may end the supervisor
 * @param restarts how often it was restarted because it ended
 * @param incarnation how often it was started, for whatever reason
 * @param lastExit why it ended the last time
 * @param lastExitAt when it ended the last time
 * @param restartAt when it will be started again, if it waits for that
 * @param supervision what can be seen of its own children, if it is a supervisor
 */
public record ChildInfo(String id, String path, ChildStatus status, Optional<Pid> pid, ChildType type, Restart restart,
		Shutdown shutdown, boolean significant, int restarts, int incarnation, Optional<ExitReason> lastExit,
		Optional<Instant> lastExitAt, Optional<Instant> restartAt, Optional<SupervisorView> supervision) {

}
