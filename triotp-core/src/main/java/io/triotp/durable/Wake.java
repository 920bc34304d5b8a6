package io.triotp.durable;

/**
 * Starts a server that has a reminder. The server itself finds out what for.
 */
record Wake() {
}
