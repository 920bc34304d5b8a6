/**
 * Virtual servers: one for each key, started by the first message and let go when it has
 * been idle.
 */
@NullMarked
package io.triotp.virtual;

import org.jspecify.annotations.NullMarked;
