/**
 * Supervision trees: what is started in which order, what happens when it ends, and when
 * to give up. Supervisors are generic servers of this library.
 */
@NullMarked
package io.triotp.supervisor;

import org.jspecify.annotations.NullMarked;
