/**
 * Supervision trees: the order in which children start, what happens when one ends, and
 * when to give up. Supervisors are generic servers of this library.
 */
@NullMarked
package io.triotp.supervisor;

import org.jspecify.annotations.NullMarked;
