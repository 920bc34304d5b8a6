/**
 * Mailboxes for threads: message passing without processes. Usable alone.
 */
@NullMarked
package io.triotp.mailbox;

import org.jspecify.annotations.NullMarked;
