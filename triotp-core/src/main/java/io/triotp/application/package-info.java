/**
 * Applications: named supervision trees that depend on one another, are started and
 * stopped as a whole, and can fail.
 */
@NullMarked
package io.triotp.application;

import org.jspecify.annotations.NullMarked;
