/**
 * Time: the clock of a node, deadlines, and waiting that ends in time. Knows no process.
 */
@NullMarked
package io.triotp.time;

import org.jspecify.annotations.NullMarked;
