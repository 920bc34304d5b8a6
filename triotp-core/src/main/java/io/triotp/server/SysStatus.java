package io.triotp.server;

import java.util.List;
import java.util.Optional;

import io.triotp.process.Pid;

/**
 * How a server is, as {@link Sys#getStatus} tells (OTP Y4).
 *
 * @param pid its process
 * @param names the names it is registered under
 * @param label what people call it
 * @param parent the process that started it, if it is linked to it
 * @param type the class of its callbacks
 * @param suspended whether it takes no messages
 * @param mailboxSize how many messages wait
 * @param statistics what has been counted, if it counts
 * @param functions the names of installed functions; of those without, their classes
 */
public record SysStatus(Pid pid, List<String> names, Optional<String> label, Optional<Pid> parent, Class<?> type,
		boolean suspended, int mailboxSize, Optional<SysStatistics> statistics, List<String> functions) {
}
