/**
 * Supervision for Java. The packages below form layers; each uses only those before it:
 * {@link io.triotp.time}, {@link io.triotp.process}, {@link io.triotp.mailbox},
 * {@link io.triotp.registry} and {@link io.triotp.server}, {@link io.triotp.supervisor},
 * {@link io.triotp.task}, {@link io.triotp.agent} and {@link io.triotp.application},
 * {@link io.triotp.node}.
 */
@NullMarked
package io.triotp;

import org.jspecify.annotations.NullMarked;
