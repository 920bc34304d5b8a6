/**
 * A registry that finds processes by keys and values of any type, and groups of processes
 * that messages can be published to.
 */
@NullMarked
package io.triotp.registry;

import org.jspecify.annotations.NullMarked;
