/**
 * What a process is: identity, mailbox, links, monitors, timers, names and exit. Every
 * other package is built on the public types of this one.
 */
@NullMarked
package io.triotp.process;

import org.jspecify.annotations.NullMarked;
