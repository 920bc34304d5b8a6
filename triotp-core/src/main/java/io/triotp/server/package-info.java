/**
 * The generic server: a process that answers calls, takes casts and keeps a state.
 */
@NullMarked
package io.triotp.server;

import org.jspecify.annotations.NullMarked;
