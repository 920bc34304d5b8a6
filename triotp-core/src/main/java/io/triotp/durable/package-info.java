/**
 * Servers whose state is still there after a restart: what a callback returns is stored,
 * and what it answers and sends leaves when that is certain. Where it is stored is behind
 * {@link io.triotp.durable.StateStore}.
 */
@NullMarked
package io.triotp.durable;

import org.jspecify.annotations.NullMarked;
