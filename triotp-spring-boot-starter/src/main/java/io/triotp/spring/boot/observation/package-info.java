/**
 * Micrometer observations of messages: calls, casts, handlers and tasks, and the context
 * of the sender in the handler.
 */
@NullMarked
package io.triotp.spring.boot.observation;

import org.jspecify.annotations.NullMarked;
