/**
 * The echo tutorial, and an echo application to play with.
 */
@NullMarked
package io.triotp.sample;

import org.jspecify.annotations.NullMarked;
