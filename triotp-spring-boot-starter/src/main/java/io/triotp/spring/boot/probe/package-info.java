/**
 * Asks beans and health indicators how they are, for the probes of children.
 */
@NullMarked
package io.triotp.spring.boot.probe;

import org.jspecify.annotations.NullMarked;
