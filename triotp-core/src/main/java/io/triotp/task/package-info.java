/**
 * Work that is done once and awaited: single tasks, supervised tasks, and streams of
 * them.
 */
@NullMarked
package io.triotp.task;

import org.jspecify.annotations.NullMarked;
