/**
 * Time: the clock of a node, deadlines and timed waits. Does not depend on processes.
 */
@NullMarked
package io.triotp.time;

import org.jspecify.annotations.NullMarked;
