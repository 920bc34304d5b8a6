/**
 * A state that processes share: the generic server without the ceremony.
 */
@NullMarked
package io.triotp.agent;

import org.jspecify.annotations.NullMarked;
