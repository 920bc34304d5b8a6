/**
 * Mailboxes for threads: message passing without processes. Usable alone.
 *
 * <p>
 * Not the mailbox of a process. A {@link io.triotp.mailbox.Mailbox} is an object that a
 * program creates and destroys: it belongs to nobody, any thread may receive from it, it
 * has no limit, and what lies in it stays there whoever ends. The mailbox of a process
 * comes and goes with its process, which alone receives from it; it can be bounded
 * ({@link io.triotp.process.MailboxLimit}), it also takes what links, monitors and timers
 * send, and what is left in it at the end becomes a dead letter. Who has processes rarely
 * needs this package.
 */
@NullMarked
package io.triotp.mailbox;

import org.jspecify.annotations.NullMarked;
