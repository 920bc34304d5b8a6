/**
 * The node: a running set of processes and its applications.
 */
@NullMarked
package io.triotp.node;

import org.jspecify.annotations.NullMarked;
