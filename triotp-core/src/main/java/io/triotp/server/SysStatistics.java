package io.triotp.server;

import java.time.Duration;

/**
 * What a server has done since it began to count, as returned by {@link Sys#statistics}
 * (OTP Y5).
 *
 * @param duration how long it has counted
 * @param messagesIn messages given to callbacks; continuations and system requests do not
 * count
 * @param messagesOut replies that callbacks returned
 */
public record SysStatistics(Duration duration, long messagesIn, long messagesOut) {
}
