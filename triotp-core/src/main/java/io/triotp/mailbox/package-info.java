/**
 * Mailboxes for threads: message passing without processes. Can be used on its own.
 *
 * <p>
 * This is not the mailbox of a process. A {@link io.triotp.mailbox.Mailbox} is an object
 * that a program creates and destroys. It belongs to nobody, any thread may receive from
 * it, it has no limit, and its messages stay whatever process ends. The mailbox of a
 * process comes and goes with the process, and only that process receives from it. It can
 * be bounded ({@link io.triotp.process.MailboxLimit}), it also receives from links,
 * monitors and timers, and messages left in it at the end become dead letters. A program
 * that uses processes rarely needs this package.
 */
@NullMarked
package io.triotp.mailbox;

import org.jspecify.annotations.NullMarked;
