package io.triotp.server;

/**
 * What {@code handleInfo} gets when no message came in the time the last callback had
 * set.
 */
public record IdleTimeout() {

}
