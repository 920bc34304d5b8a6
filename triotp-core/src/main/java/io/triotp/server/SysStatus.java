package io.triotp.server;

import java.util.List;
import java.util.Optional;

import io.triotp.process.Pid;

/**
 * The status of a server, as returned by {@link Sys#getStatus} (OTP Y4).
 *
 * @param pid its process
 * @param names the names it is registered under
 * @param label its display name in lists and thread names
 * @param parent the process that started it, if the two are linked
 * @param type the class of its callbacks
 * @param suspended whether it is suspended
 * @param mailboxSize how many messages wait
 * @param statistics its statistics, if it counts
 * @param functions the names of installed functions; the classes of those without a name
 */
public record SysStatus(Pid pid, List<String> names, Optional<String> label, Optional<Pid> parent, Class<?> type,
		boolean suspended, int mailboxSize, Optional<SysStatistics> statistics, List<String> functions) {
}
