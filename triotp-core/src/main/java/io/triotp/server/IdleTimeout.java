package io.triotp.server;

/**
 * The message {@code handleInfo} gets when no message came within the time set by the
 * last callback.
 */
public record IdleTimeout() {

}
