package io.triotp.durable;

import io.triotp.server.Reminder;

/**
 * A reminder that a server was given.
 *
 * @param id whose it is
 * @param reminder the reminder
 */
record Given(StateId id, Reminder reminder) {
}
