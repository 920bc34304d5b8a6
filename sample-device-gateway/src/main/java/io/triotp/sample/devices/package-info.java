/**
 * A gateway with a process for each device.
 */
@NullMarked
package io.triotp.sample.devices;

import org.jspecify.annotations.NullMarked;
