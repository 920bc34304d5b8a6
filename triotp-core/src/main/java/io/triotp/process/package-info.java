/**
 * Processes: identity, mailbox, links, monitors, timers, names and exit. All packages but
 * {@code io.triotp.time} build on the public types of this one.
 */
@NullMarked
package io.triotp.process;

import org.jspecify.annotations.NullMarked;
