package io.triotp.server;

import java.time.Duration;

/**
 * What a server has done since it began to count, as {@link Sys#statistics} tells (OTP
 * Y5).
 *
 * @param duration for how long it has counted
 * @param messagesIn messages given to callbacks; continuations and system requests are
 * none
 * @param messagesOut replies that callbacks returned
 */
public record SysStatistics(Duration duration, long messagesIn, long messagesOut) {
}
