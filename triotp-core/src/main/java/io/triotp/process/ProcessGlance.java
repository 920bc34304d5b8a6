package io.triotp.process;

import org.jspecify.annotations.Nullable;

/**
 * The little of a process that can be read without following anything: for whoever counts
 * all of them. {@link ProcessInfo} says more of one.
 *
 * @param pid its identity
 * @param label its name for people, {@code null} if it has none
 * @param parent the process that started it with a link, {@code null} if none did
 * @param behaviour the class of its code
 * @param state what it is doing
 * @param mailboxSize how many messages wait
 * @param handled how many messages it has begun to handle
 */
public record ProcessGlance(Pid pid, @Nullable String label, @Nullable Pid parent, Class<?> behaviour,
		ProcessInfo.State state, int mailboxSize, long handled) {

}
