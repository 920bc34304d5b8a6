/**
 * The node: a world of processes with its applications.
 */
@NullMarked
package io.triotp.node;

import org.jspecify.annotations.NullMarked;
