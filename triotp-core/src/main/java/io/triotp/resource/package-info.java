/**
 * Children that are no processes by themselves: resources, which a process holds open,
 * and probes, which find out whether something still works.
 */
@NullMarked
package io.triotp.resource;

import org.jspecify.annotations.NullMarked;
