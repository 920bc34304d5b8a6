/**
 * What happens in a node as events of the Java Flight Recorder, beside those of the JVM.
 */
@NullMarked
package io.triotp.flight;

import org.jspecify.annotations.NullMarked;
