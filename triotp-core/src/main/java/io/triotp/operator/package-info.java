/**
 * What an operator may do to a running tree: always through the supervisor that is
 * responsible, and never without a trace.
 */
@NullMarked
package io.triotp.operator;

import org.jspecify.annotations.NullMarked;
