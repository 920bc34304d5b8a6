/**
 * Supervision trees in a Spring application context: how they are declared, which beans
 * they are made of, when they start and stop.
 */
@NullMarked
package io.triotp.spring;

import org.jspecify.annotations.NullMarked;
